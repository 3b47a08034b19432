# What the clients have in common: a line of JSON in for each WebSocket to open,
# one out when it is known what became of it. connect(url, offer) gives
# (protocol, extensions, ended), where ended waits for its end and gives words.
import asyncio
import json
import os
import sys

LINGER = float(os.environ["LINGER"]) / 1000


async def one(connect, n, url, offer):
    seen = {"n": n, "state": "fails", "protocol": "", "extensions": "", "ended": False, "words": ""}
    try:
        protocol, extensions, ended = await connect(url, offer)
        seen.update(state="opens", protocol=protocol or "", extensions=extensions or "")
        try:
            seen["words"] = await asyncio.wait_for(ended(), LINGER)
            seen["ended"] = True
        except asyncio.TimeoutError:
            pass
        except Exception as e:
            seen.update(ended=True, words=words(e))
    except Exception as e:
        if isinstance(e, asyncio.TimeoutError):
            return  # its own patience is at an end: for us it hangs
        seen["words"] = words(e)
    print(json.dumps(seen), flush=True)


def words(e):
    return str(e) or type(e).__name__


async def main(connect):
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=1 << 20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    tasks = set()
    while line := await lines.readline():
        ask = json.loads(line)
        task = asyncio.ensure_future(one(connect, ask["n"], ask["url"], ask["offer"]))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


def run(connect):
    asyncio.run(main(connect))
