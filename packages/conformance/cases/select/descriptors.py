# Descriptors as the kernel tells them apart: duplicates, numbers that are used again, files that have no events.
import os
import select
import socket
r, w = os.pipe()
epoll = select.epoll()
epoll.register(r, select.EPOLLIN)
copy = os.dup(r)
epoll.register(copy, select.EPOLLIN)
os.write(w, b"x")
print(sorted(epoll.poll()) == sorted([(r, select.EPOLLIN), (copy, select.EPOLLIN)]))
# Closed, but the pipe is still open under its other number: epoll goes on telling, and cannot be told otherwise.
os.close(r)
print(sorted(fd == r for fd, _ in epoll.poll()))
try:
    epoll.unregister(r)
except OSError as e:
    print(e.strerror)
os.close(copy)
print(epoll.poll(0))

# The number is used again for something else.
a, b = socket.socketpair()
print(a.fileno() == r)
poll = select.poll()
poll.register(a, select.POLLIN)
fd = a.fileno()
b.send(b"x")
print(poll.poll(0) == [(fd, select.POLLIN)])
a.close()
print(poll.poll(0) == [(fd, select.POLLNVAL)])
try:
    select.select([fd], [], [], 0)
except OSError as e:
    print(type(e).__name__, e.strerror)

with open(__file__) as file:
    print([len(ready) for ready in select.select([file], [file], [file])])
    poll = select.poll()
    poll.register(file)
    print([events for _, events in poll.poll()])
    try:
        epoll.register(file)
    except PermissionError as e:
        print(e.strerror)

# An epoll object is a descriptor that can be waited for, too.
outer = select.epoll()
outer.register(epoll, select.EPOLLIN)
print(outer.poll(0))
epoll.register(b, select.EPOLLOUT)
print(outer.poll() == [(epoll.fileno(), select.EPOLLIN)], len(select.select([epoll], [], [], 0)[0]))
fd = epoll.fileno()
os.close(w)
for thing in (b, epoll, outer):
    thing.close()
try:
    os.fstat(fd)
except OSError as e:
    print(e.strerror)
