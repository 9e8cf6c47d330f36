# conformance: long
# A thread waits on a descriptor that another closes: it goes on with the file that it holds, as a call in the kernel does.
import os
import select
import socket
import threading


def waiting(call):
    said = []

    def run():
        try:
            said.append(call())
        except OSError as e:
            said.append(str(e))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.1)
    return thread, said


def show(name, thread, said):
    thread.join(5)
    print(name, "over" if not thread.is_alive() else "waits", said)


for flags in 0, socket.MSG_WAITALL:
    a, b = socket.socketpair()
    thread, said = waiting(lambda: a.recv(4, flags))
    a.close()
    print("sent", b.send(b"late"))
    show("recv", thread, said)
listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()
thread, said = waiting(lambda: listener.accept()[0].recv(4))
listener.close()
with socket.create_connection(address) as client:
    client.send(b"late")
    show("accept", thread, said)
reading, writing = os.pipe()
thread, said = waiting(lambda: os.read(reading, 4))
os.close(reading)
print("written", os.write(writing, b"late"))
show("os.read", thread, said)
a, b = socket.socketpair()
with select.epoll() as poll:
    poll.register(b, select.EPOLLIN)
    thread, said = waiting(lambda: [events for _, events in poll.poll(5)])
    b.close()
    a.close()
    show("epoll", thread, said)
reading, writing = os.pipe()
watched = select.poll()
watched.register(reading, select.POLLIN)
thread, said = waiting(lambda: [events for _, events in watched.poll(300)])
os.close(reading)
show("poll", thread, said)
