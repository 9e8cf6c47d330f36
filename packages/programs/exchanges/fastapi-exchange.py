"""fastapi under uvicorn: validation by pydantic, a dependency, a background task, a WebSocket, the OpenAPI document."""
import asyncio
import json
import urllib.error
import urllib.request

import uvicorn
from fastapi import BackgroundTasks, Depends, FastAPI, WebSocket
from pydantic import BaseModel, Field

app = FastAPI()
done = []


class Order(BaseModel):
    item: str
    count: int = Field(gt=0)


def user(token: str = 'nobody'):
    return token


@app.post('/orders')
async def order(order: Order, tasks: BackgroundTasks, name: str = Depends(user)):
    tasks.add_task(done.append, order.item)
    return {'user': name, 'total': order.count * 2}


@app.get('/plain/{number}')
def plain(number: int):
    return {'number': number}


@app.websocket('/ws')
async def talk(socket: WebSocket):
    await socket.accept()
    await socket.send_json({'got': await socket.receive_text()})
    await socket.close()


def call(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, {'Content-Type': 'application/json'})) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, [found['msg'] for found in json.load(error)['detail']]


async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level='error'))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    base = 'http://%s:%s' % server.servers[0].sockets[0].getsockname()
    ask = lambda path, body=None: asyncio.to_thread(call, base + path, body)
    print(await ask('/orders?token=ann', {'item': 'tea', 'count': 3}), done)
    print(await ask('/orders', {'item': 'tea', 'count': 0}))
    print(await ask('/plain/7'), await ask('/plain/x'))
    print(sorted((await ask('/openapi.json'))[1]['paths']))
    server.should_exit = True
    await serving


asyncio.run(main())
