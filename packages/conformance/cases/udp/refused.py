# A connected socket learns from ICMP that nobody is there: the error comes with the next call, once.
import socket

gone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
gone.bind(("127.0.0.1", 0))
address = gone.getsockname()
gone.close()
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(5)
s.connect(address)
print(s.send(b"anyone?"))
try:
    s.recv(100)
except ConnectionRefusedError as e:
    print(type(e).__name__, e.strerror)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
s.close()
