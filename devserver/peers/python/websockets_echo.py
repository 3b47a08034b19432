# websockets, as its documentation shows it.
import asyncio
import sys

import brief
import websockets


async def echo(ws, *_):
    async for message in ws:
        await ws.send(message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", int(sys.argv[1]), subprotocols=["chat"]):
        await asyncio.Future()


brief.log()
asyncio.run(main())
