# Threads on one buffered file wait for each other: reading, text, an iterator, closing.
import io
import os
import socket
import threading


def waiting(call):
    thread = threading.Thread(target=call)
    thread.start()
    thread.join(0.1)
    return thread


for name in "socket", "pipe", "text":
    if name == "socket":
        a, b = socket.socketpair()
        write, file = a.sendall, b.makefile("rb")
    else:
        r, w = os.pipe()
        write, file = (lambda data: os.write(w, data)), open(r, "rb" if name == "pipe" else "r")
    got = []
    threads = [waiting(lambda: got.append(file.readline())), waiting(lambda: got.append(next(file)))]
    for number, thread in enumerate(threads):
        write(b"%d\n" % number)
        thread.join(0.3 if name == "text" else None)
    for thread in threads:
        thread.join()
    print(name, sorted(got))
a, b = socket.socketpair()
file = a.makefile("rb")
said = []
thread = threading.Thread(target=lambda: said.append(file.readline()))
thread.start()
thread.join(0.1)
threading.Timer(0.1, b.sendall, [b"bye\n"]).start()
file.close()
thread.join()
print("closed after", said, file.closed, isinstance(file, io.BufferedReader))
