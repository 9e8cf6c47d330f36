"""hypercorn: an ASGI application over HTTP/1.1 and over HTTP/2 without TLS, by a client made of h2."""
import asyncio
import socket
import urllib.request

import h2.connection
import h2.events
from hypercorn.asyncio import serve
from hypercorn.config import Config


async def app(scope, receive, send):
    if scope['type'] == 'lifespan':
        while (await receive())['type'] != 'lifespan.shutdown':
            await send({'type': 'lifespan.startup.complete'})
        await send({'type': 'lifespan.shutdown.complete'})
        return
    text = f"{scope['http_version']} {scope['path']}".encode()
    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-length', b'%d' % len(text))]})
    await send({'type': 'http.response.body', 'body': text})


def over_http1(port):
    with urllib.request.urlopen(f'http://127.0.0.1:{port}/one') as response:
        return response.read()


def over_http2(port):
    connection = h2.connection.H2Connection()
    connection.initiate_connection()
    connection.send_headers(1, [(':method', 'GET'), (':path', '/two'), (':authority', 'x'), (':scheme', 'http')], end_stream=True)
    with socket.create_connection(('127.0.0.1', port)) as sock:
        sock.sendall(connection.data_to_send())
        body = b''
        while True:
            for event in connection.receive_data(sock.recv(65536)):
                if isinstance(event, h2.events.DataReceived):
                    body += event.data
                if isinstance(event, h2.events.StreamEnded):
                    return body
            sock.sendall(connection.data_to_send())


async def main():
    listener = socket.create_server(('127.0.0.1', 0))
    config, stop = Config(), asyncio.Event()
    config.bind, config.errorlog = [f'fd://{listener.fileno()}'], None
    serving = asyncio.create_task(serve(app, config, shutdown_trigger=stop.wait))
    port = listener.getsockname()[1]
    print(await asyncio.to_thread(over_http1, port))
    print(await asyncio.to_thread(over_http2, port))
    stop.set()
    await serving


asyncio.run(main())
