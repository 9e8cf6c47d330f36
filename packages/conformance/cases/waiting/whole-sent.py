# Transfers that the kernel makes whole: sendfile, writev, a long send, a write to a pipe.
import os
import socket
import tempfile
import threading


def tcp():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return client, listener.accept()[0]


def drain(s, total):
    while s.recv(65536):
        total.append(1)


SIZE = 3_000_000
with tempfile.TemporaryFile() as file:
    file.truncate(SIZE)
    for make in tcp, socket.socketpair:
        a, b = make()
        thread = threading.Thread(target=drain, args=[b, []])
        thread.start()
        print(os.sendfile(a.fileno(), file.fileno(), 0, SIZE), os.writev(a.fileno(), [bytes(SIZE), b"x" * SIZE]))
        print(os.write(a.fileno(), bytes(SIZE)), a.send(bytes(SIZE)), a.sendmsg([bytes(SIZE), b"x"]))
        a.close()
        thread.join()
reading, writing = os.pipe()
got = []
thread = threading.Thread(target=lambda: got.extend(iter(lambda: len(os.read(reading, 65536)), 0)))
thread.start()
print(os.write(writing, bytes(SIZE)), os.writev(writing, [b"x" * 100_000, b"y" * 100_000]))
os.close(writing)
thread.join()
print(sum(got))
