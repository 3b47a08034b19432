# Logs in one line: the message, and the exception without its traceback.
import logging


class Brief(logging.Formatter):
    def format(self, record):
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            e = record.exc_info[1]
            text += "\n%s: %s" % (type(e).__name__, e)
        return text


def log():
    handler = logging.StreamHandler()
    handler.setFormatter(Brief())
    logging.basicConfig(handlers=[handler], level=logging.INFO)
