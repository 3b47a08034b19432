# aiohttp, as its documentation shows the client.
import aiohttp

import client

session = None


async def connect(url, offer):
    global session
    if session is None:
        session = aiohttp.ClientSession()
    c = await session.ws_connect(url, protocols=offer, compress=15)

    async def ended():
        while True:
            m = await c.receive()
            if m.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.ERROR):
                return f"close {c.close_code} {c.exception() or ''}".strip()

    return c.protocol, c._response.headers.get("Sec-WebSocket-Extensions", ""), ended


client.run(connect)
