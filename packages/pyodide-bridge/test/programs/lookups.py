"""Names that only a thread of this program answers for. It wants port 53, and 127.0.0.1 in resolv.conf."""

import asyncio
import socket
import threading

ADDRESS = "127.0.0.7"
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))


def serve():
    while True:
        query, peer = server.recvfrom(512)
        question = query[12 : query.index(0, 12) + 5]
        record = b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(ADDRESS)
        answers = [record] if question.endswith(b"\0\1\0\1") and b"nobody" not in question else []
        code = b"\x81\x83" if b"nobody" in question else b"\x81\x80"
        counts = b"\0\1\0" + bytes([len(answers)]) + bytes(4)
        server.sendto(query[:2] + code + counts + question + b"".join(answers), peer)


def ask(name):
    try:
        print(socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM))
    except OSError as error:
        print(type(error), error)


async def ticking():
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(tick())
    await asyncio.get_running_loop().getaddrinfo("three.test", 80)
    task.cancel()
    print("the loop went on:", ticks > 1)


threading.Thread(target=serve, daemon=True).start()
ask("one.test")
ask("nobody.test")
print(socket.gethostbyname("two.test"))
asyncio.run(ticking())
with socket.create_server((ADDRESS, 0)) as listener, socket.socket() as client:
    client.connect(("four.test", listener.getsockname()[1]))
    print("connected to", client.getpeername()[0])
with socket.socket() as client:
    print(client.connect_ex((ADDRESS, 9)) != 0)
