# Who connects without waiting becomes writable, and SO_ERROR says how it went; a listener is readable before accept.
import errno
import os
import select
import socket


def connect(address):
    s = socket.socket()
    s.setblocking(False)
    result = s.connect_ex(address)
    print(errno.errorcode.get(result))
    poll = select.poll()
    poll.register(s, select.POLLIN | select.POLLOUT)
    ((_, events),) = poll.poll()
    error = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    print(bool(events & select.POLLOUT), bool(events & select.POLLERR), os.strerror(error) if error else "connected")
    return s


with socket.create_server(("127.0.0.1", 0)) as listener:
    address = listener.getsockname()
    print(select.select([listener], [listener], [listener], 0))
    client = connect(address)
    print(select.select([listener], [listener], [listener]) == ([listener], [], []))
    server, _ = listener.accept()
    print(select.select([listener], [], [], 0))
client.sendall(b"x")
print(select.select([server], [], [])[0] == [server], server.recv(1))
client.close()
print(select.select([server], [], [])[0] == [server], server.recv(1))
server.close()

refused = connect(address)
try:
    refused.send(b"x")
except OSError as e:
    print(e)
refused.close()
