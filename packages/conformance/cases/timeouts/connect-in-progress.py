# A non-blocking connect is in progress; later the connection is there.
import errno
import socket

listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
print(errno.errorcode[client.connect_ex(listener.getsockname())])
server, address = listener.accept()
print(address == client.getsockname(), client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
other = socket.socket()
other.setblocking(False)
try:
    other.connect(listener.getsockname())
except BlockingIOError as e:
    print(type(e).__name__, e.strerror)
for s in (listener, client, server, other):
    s.close()
