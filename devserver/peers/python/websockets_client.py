# websockets, as its documentation shows the client.
import websockets

import client


async def connect(url, offer):
    c = await websockets.connect(url, subprotocols=offer or None, open_timeout=30)

    async def ended():
        while True:
            await c.recv()

    return c.subprotocol, ", ".join(type(e).__name__ for e in c.extensions), ended


client.run(connect)
