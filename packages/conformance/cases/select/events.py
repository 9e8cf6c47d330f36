# Which events a pipe and a connection have, level-triggered, edge-triggered and once.
import os
import select
import socket

EVENTS = [name for name in dir(select) if name.startswith("EPOLL") and name not in ("EPOLL_CLOEXEC", "EPOLLET")]


def names(found):
    return [[name for name in EVENTS if events & getattr(select, name)] for _, events in found]


r, w = os.pipe()
epoll = select.epoll()
epoll.register(r, select.EPOLLIN | select.EPOLLET)
epoll.register(w, select.EPOLLOUT | select.EPOLLONESHOT)
print(names(epoll.poll(0)), names(epoll.poll(0)))
os.write(w, b"x")
print(names(epoll.poll()), names(epoll.poll(0)))
epoll.modify(w, select.EPOLLOUT)
print(names(epoll.poll()), names(epoll.poll(maxevents=1)))
os.close(w)
print(names(epoll.poll()))
os.read(r, 10)
print([len(ready) for ready in select.select([r], [], [r], 0)])
os.close(r)
epoll.close()

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
epoll = select.epoll()
epoll.register(server, select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT | select.EPOLLRDHUP)
print(names(epoll.poll()))
client.send(b"!", socket.MSG_OOB)
while not names(epoll.poll())[0].count("EPOLLPRI"):
    pass
print(names(epoll.poll()), [len(ready) for ready in select.select([], [], [server])])
client.shutdown(socket.SHUT_WR)
while not names(epoll.poll())[0].count("EPOLLRDHUP"):
    pass
print(names(epoll.poll()))
server.shutdown(socket.SHUT_WR)
print(names(epoll.poll()))
for thing in (client, server, epoll):
    thing.close()
