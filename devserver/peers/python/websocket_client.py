# websocket-client, as its documentation shows it: it blocks, so each has a thread.
import asyncio
from concurrent.futures import ThreadPoolExecutor

import websocket

import client

threads = ThreadPoolExecutor(64)


def wait(c):
    c.settimeout(client.LINGER)
    try:
        while True:
            opcode, data = c.recv_data()
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                code = int.from_bytes(data[:2], "big") if len(data) > 1 else ""
                return f"close {code} {data[2:].decode(errors='replace')}".strip()
    except websocket.WebSocketTimeoutException:
        c.shutdown()
        raise asyncio.TimeoutError


async def connect(url, offer):
    loop = asyncio.get_running_loop()
    c = await loop.run_in_executor(threads, lambda: websocket.create_connection(url, subprotocols=offer or None, timeout=30))
    return c.getsubprotocol(), "", lambda: loop.run_in_executor(threads, wait, c)


client.run(connect)
