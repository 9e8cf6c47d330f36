"""redis: commands, a pipeline, published messages, its asyncio client, on a server of a few commands (RESP)."""
import asyncio
import threading

import redis
import redis.asyncio
from stub import tcp_server

values, listeners, lock = {}, [], threading.Lock()


def bulk(value):
    return b'$-1\r\n' if value is None else b'$%d\r\n%s\r\n' % (len(value), value)


def array(*items):
    return b'*%d\r\n' % len(items) + b''.join(items)


def run(command, args, write):
    with lock:
        match command:
            case b'SET':
                values[args[0]] = args[1]
            case b'GET':
                return bulk(values.get(args[0]))
            case b'INCRBY':
                values[args[0]] = b'%d' % (int(values.get(args[0], 0)) + int(args[1]))
                return b':' + values[args[0]] + b'\r\n'
            case b'SUBSCRIBE':
                listeners.append((args[0], write))
                return array(bulk(b'subscribe'), bulk(args[0]), b':1\r\n')
            case b'PUBLISH':
                heard = [send for channel, send in listeners if channel == args[0]]
                for send in heard:
                    send(array(bulk(b'message'), bulk(args[0]), bulk(args[1])))
                return b':%d\r\n' % len(heard)
            case b'HELLO' | b'CLIENT':
                return b"-ERR unknown command '%s'\r\n" % command
    return b'+OK\r\n'


def talk(read, write):
    def line():
        text = b''
        while not text.endswith(b'\r\n'):
            text += read(1)
        return text[:-2]
    while True:
        words = []
        for _ in range(int(line()[1:])):
            words.append(read(int(line()[1:])))
            read(2)
        write(run(words[0].upper(), words[1:], write))


async def over_asyncio(port):
    async with redis.asyncio.Redis(port=port, protocol=2) as client:
        await client.set('later', 'x' * 100_000)
        print(len(await client.get('later')), sorted(await asyncio.gather(*(client.incr('n') for _ in range(3)))))


port = tcp_server(talk)
with redis.Redis(port=port, decode_responses=True, protocol=2) as client:
    print(client.set('name', 'value'), client.get('name'), client.get('none'))
    print(client.pipeline(transaction=False).incr('n').incr('n', 5).get('n').execute())
    with client.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe('news')
        heard.get_message(timeout=5)
        print(client.publish('news', 'hello'), heard.get_message(timeout=5)['data'])
asyncio.run(over_asyncio(port))
