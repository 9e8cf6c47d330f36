# asyncio and threads: blocking calls in a thread while the loop goes on, and calls into the loop from a thread.
import asyncio
import contextvars
import socket
import threading

who = contextvars.ContextVar("who")


async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    who.set("main's")

    def receive(size):
        return a.recv(size), who.get(), threading.current_thread() is threading.main_thread()

    receiving = asyncio.create_task(asyncio.to_thread(receive, 100))
    for ticks in range(100):
        await asyncio.to_thread(int)
    print(ticks, receiving.done())
    b.sendall(b"data")
    print(await receiving)

    called = loop.create_future()
    thread = threading.Thread(target=loop.call_soon_threadsafe, args=[called.set_result, "from a thread"])
    thread.start()
    print(await called)
    thread.join()

    async def double(number):
        return number * 2

    def outside():
        return asyncio.run_coroutine_threadsafe(double(21), loop).result()

    print(await loop.run_in_executor(None, outside))
    try:
        await asyncio.to_thread(int, "x")
    except ValueError as e:
        print(e)
    a.close()
    b.close()


asyncio.run(main())
