# No host: this machine, to listen on or to connect to.
import socket

for flags in (socket.AI_PASSIVE, 0):
    for host in (None, ""):
        try:
            entries = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM, flags=flags)
            print(flags, repr(host), sorted((str(e[0]), e[4]) for e in entries))
        except socket.gaierror as e:
            print(flags, repr(host), e)
