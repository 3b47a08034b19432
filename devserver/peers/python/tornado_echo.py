# tornado, with compression on.
import asyncio
import logging
import sys

import brief
import tornado.web
import tornado.websocket


class Echo(tornado.websocket.WebSocketHandler):
    def select_subprotocol(self, offered):
        return "chat" if "chat" in offered else None

    def get_compression_options(self):
        return {}

    def on_message(self, message):
        self.write_message(message, isinstance(message, bytes))


async def main():
    tornado.web.Application([(r".*", Echo)]).listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


brief.log()
logging.getLogger("tornado.access").setLevel(logging.ERROR)
asyncio.run(main())
