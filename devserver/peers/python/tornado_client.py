# tornado, as its documentation shows the client.
from tornado.websocket import websocket_connect

import client


async def connect(url, offer):
    c = await websocket_connect(url, subprotocols=offer or None, compression_options={}, connect_timeout=30)

    async def ended():
        while await c.read_message() is not None:
            pass
        return f"close {c.close_code} {c.close_reason or ''}".strip()

    return c.selected_subprotocol, "", ended


client.run(connect)
