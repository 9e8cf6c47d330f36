# conformance: time-limit=90 long needs=processes
# Four processes accept from one listener, and 500 clients are echoed.
import asyncio
import multiprocessing
import socket


async def echo(reader, writer):
    while data := await reader.read(1000):
        writer.write(data)
        await writer.drain()
    writer.close()


def work(listener, begun):
    async def main():
        server = await asyncio.start_server(echo, sock=listener)
        begun.release()
        await server.serve_forever()

    asyncio.run(main())


async def ask(address, number):
    reader, writer = await asyncio.open_connection(*address)
    sent = f'client {number}'.encode()
    for part in range(3):
        writer.write(sent)
        assert await reader.readexactly(len(sent)) == sent, part
    writer.close()
    await writer.wait_closed()
    return number


async def ask_all(address):
    room = asyncio.Semaphore(100)

    async def one(number):
        async with room:
            return await ask(address, number)

    return await asyncio.gather(*map(one, range(500)))


if __name__ == '__main__':
    context = multiprocessing.get_context('spawn')
    begun = context.Semaphore(0)
    with socket.create_server(('127.0.0.1', 0), backlog=500) as listener:
        workers = [context.Process(target=work, args=(listener, begun)) for _ in range(4)]
        for worker in workers:
            worker.start()
        for _ in workers:
            begun.acquire()
        print(sum(asyncio.run(ask_all(listener.getsockname()))))
    for worker in workers:
        worker.terminate()
        worker.join()
    print([worker.exitcode for worker in workers])
