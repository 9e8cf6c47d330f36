"""starlette under uvicorn: routes, a streamed response, a middleware, a lifespan."""
import asyncio
import contextlib
import urllib.request

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route


async def home(request):
    return JSONResponse({'name': request.path_params['name'], 'q': dict(request.query_params)})


async def stream(request):
    async def pieces():
        for n in range(5):
            yield f'{n} ' * 200
    return StreamingResponse(pieces(), media_type='text/plain')


@contextlib.asynccontextmanager
async def lifespan(app):
    print('up')
    yield
    print('down')


app = Starlette(routes=[Route('/home/{name}', home), Route('/stream', stream)], lifespan=lifespan,
                middleware=[Middleware(GZipMiddleware)])


def get(url):
    with urllib.request.urlopen(urllib.request.Request(url, headers={'Accept-Encoding': 'identity'})) as response:
        return response.status, response.read()


async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level='error'))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    base = 'http://%s:%s' % server.servers[0].sockets[0].getsockname()
    print(await asyncio.to_thread(get, f'{base}/home/ann?a=1'))
    status, body = await asyncio.to_thread(get, f'{base}/stream')
    print(status, len(body))
    server.should_exit = True
    await serving


asyncio.run(main())
