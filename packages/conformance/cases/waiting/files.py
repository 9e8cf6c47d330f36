# Opening a FIFO, a pipe that is full: other threads go on meanwhile.
import os
import socket
import tempfile
import threading


def waiting(call):
    said = []
    thread = threading.Thread(target=lambda: said.append(call()))
    thread.start()
    thread.join(0.1)
    return thread, said


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "fifo")
    os.mkfifo(path)
    thread, said = waiting(lambda: open(path).read())
    print("opening waits:", thread.is_alive())
    with open(path, "w") as file:
        file.write("through")
    thread.join()
    print(said)
    thread, said = waiting(lambda: os.close(os.open(path, os.O_WRONLY)))
    print("opening to write waits:", thread.is_alive())
    os.close(os.open(path, os.O_RDONLY))
    thread.join()
    print(said)
    both = os.open(path, os.O_RDWR)
    print("both ends", os.write(both, b"x"), os.read(both, 1))
    nobody = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    os.close(both)
    os.set_blocking(nobody, True)
    print("nobody writes", os.read(nobody, 1))
reading, writing = os.pipe()
thread, said = waiting(lambda: os.write(writing, bytes(200_000)))
print("writing waits:", thread.is_alive())
left = 200_000
while left > 0:
    left -= len(os.read(reading, min(left, 65536)))
thread.join()
print(said)
thread, said = waiting(lambda: open(reading, "rb", 0, closefd=False).read(3))
thread2, said2 = waiting(lambda: os.write(writing, b"end"))
thread.join()
print(said, said2)
r, w = os.pipe()
a, b = socket.socketpair()
for name, call in ("pipe", lambda: os.read(r, 0)), ("into", lambda: os.readv(r, [])), ("socket", lambda: os.read(a.fileno(), 0)):
    print("nothing of a", name, call())
print("nothing to a", os.write(w, b""), os.write(a.fileno(), b""), a.recv(0), a.recv_into(bytearray()))
