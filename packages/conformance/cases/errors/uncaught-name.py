# A name that cannot be: the message is the resolver's.
import socket

socket.getaddrinfo("no numeric address", 80, flags=socket.AI_NUMERICHOST)
