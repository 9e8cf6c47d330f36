# A duplicate is another descriptor of the same connection, which lives until both are closed.
import socket

a, b = socket.socketpair()
a.settimeout(5)
twin = a.dup()
print(twin.fileno() != a.fileno(), twin.family == a.family, twin.gettimeout())
print(twin.get_inheritable())
a.close()
twin.sendall(b"from the twin")
print(b.recv(100))
twin.close()
print(b.recv(100))
b.close()
