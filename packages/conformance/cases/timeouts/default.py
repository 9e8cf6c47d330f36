# The default timeout is for sockets that are made later, accepted ones too.
import socket

before = socket.socket()
print(socket.getdefaulttimeout())
socket.setdefaulttimeout(3.5)
after = socket.socket()
print(before.gettimeout(), after.gettimeout(), socket.getdefaulttimeout())
a, b = socket.socketpair()
print(a.gettimeout(), b.gettimeout())
with socket.create_server(("127.0.0.1", 0)) as listener:
    with socket.create_connection(listener.getsockname()) as client:
        server, _ = listener.accept()
        print(client.gettimeout(), server.gettimeout())
        server.close()
socket.setdefaulttimeout(None)
for s in (before, after, a, b):
    s.close()
