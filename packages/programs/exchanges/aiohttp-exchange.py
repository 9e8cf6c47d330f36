"""aiohttp: its server and client: JSON, a streamed body, a WebSocket."""
import asyncio

import aiohttp
from aiohttp import web


async def echo(request):
    return web.json_response({'path': request.path, 'body': await request.text()})


async def numbers(request):
    response = web.StreamResponse()
    await response.prepare(request)
    for n in range(3):
        await response.write(b'%d\n' % n)
    return response


async def talk(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(message.data.upper())
    return socket


async def main():
    app = web.Application()
    app.add_routes([web.post('/echo', echo), web.get('/numbers', numbers), web.get('/ws', talk)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, '127.0.0.1', 0)
    await site.start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession(f'http://127.0.0.1:{port}') as session:
        async with session.post('/echo', data='hello') as response:
            print(response.status, await response.json())
        async with session.get('/numbers') as response:
            print([line async for line in response.content])
        async with session.ws_connect('/ws') as socket:
            await socket.send_str('quiet')
            print((await socket.receive()).data)
    await runner.cleanup()


asyncio.run(main())
