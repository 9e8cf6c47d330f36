# A non-blocking send takes what fits, then says that it would block; what was taken arrives in order.
import socket

a, b = socket.socketpair()
a.setblocking(False)
data = bytes(range(256)) * 4096
sent = 0
try:
    while True:
        sent += a.send(data[sent % 256 :])
except BlockingIOError as e:
    print(type(e).__name__, e.strerror)
a.close()
received = bytearray()
while part := b.recv(65536):
    received += part
b.close()
print(len(received) == sent, sent > 4096)
print(all(byte == index % 256 for index, byte in enumerate(received)))
