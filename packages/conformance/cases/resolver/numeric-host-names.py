# The old calls with numeric addresses, and the host's own name.
import socket

print(socket.gethostbyname("192.0.2.1"), socket.gethostbyname("127.1"))
print(repr(socket.gethostbyname("")), socket.gethostbyname("<broadcast>"))
print(socket.gethostbyname_ex("192.0.2.1"))
with open("/proc/sys/kernel/hostname") as file:
    print(socket.gethostname() == file.read().strip())
print(socket.getfqdn("0.0.0.0") == socket.getfqdn())
