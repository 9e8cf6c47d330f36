# The old calls with numeric addresses, and the host's own name.
import os
import socket

print(socket.gethostbyname("192.0.2.1"), socket.gethostbyname("127.1"))
print(repr(socket.gethostbyname("")), socket.gethostbyname("<broadcast>"))
print(socket.gethostbyname_ex("192.0.2.1"))
print(socket.gethostname() == os.uname().nodename)
print(socket.getfqdn("0.0.0.0") == socket.getfqdn())
