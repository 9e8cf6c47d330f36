"""httpx[http2]: a client and twenty requests at once; HTTP/2 over TLS against a server that speaks it by h2."""
import asyncio
import ssl

import h2.config
import h2.connection
import h2.events
import httpx
from stub import AUTHORITY, CERTIFICATE, http_server

base = http_server()
with httpx.Client(base_url=base) as client:
    print(client.get('/one', params={'q': 'x'}).json())


async def serve_http2(reader, writer):
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    while data := await reader.read(65536):
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                path = dict(event.headers)[b':path']
                connection.send_headers(event.stream_id, [(':status', '200'), ('x-path', path)])
                connection.send_data(event.stream_id, b'over h2: ' + path, end_stream=True)
        writer.write(connection.data_to_send())


async def main():
    async with httpx.AsyncClient(base_url=base) as client:
        responses = await asyncio.gather(*(client.get(f'/{n}') for n in range(20)))
        print([r.json()['path'] for r in responses])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    context.set_alpn_protocols(['h2'])
    server = await asyncio.start_server(serve_http2, 'localhost', 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    trusting = ssl.create_default_context(cafile=AUTHORITY)
    async with httpx.AsyncClient(http2=True, verify=trusting, base_url=f'https://localhost:{port}') as client:
        for response in await asyncio.gather(*(client.get(f'/s{n}') for n in range(5))):
            print(response.http_version, response.status_code, response.text)


asyncio.run(main())
