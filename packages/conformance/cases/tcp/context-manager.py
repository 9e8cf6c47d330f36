# "with" closes the socket, whatever happens in the block; closing again is no error.
import socket

with socket.socket() as s:
    print(s.fileno() >= 0)
print(s.fileno(), s)
s.close()
try:
    with socket.socket() as s:
        raise LookupError("in the block")
except LookupError as e:
    print(e, s.fileno())
