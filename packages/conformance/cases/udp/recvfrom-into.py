# recvfrom_into answers the length and the address, and fills the buffer.
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b.bind(("127.0.0.1", 0))
buffer = bytearray(b"-" * 10)
for size in (0, 4):
    b.sendto(b"payload", a.getsockname())
    count, address = a.recvfrom_into(buffer, size)
    print(count, bytes(buffer), address == b.getsockname())
b.sendto(b"view", a.getsockname())
print(a.recvfrom_into(memoryview(buffer)[6:])[0], bytes(buffer))
a.close()
b.close()
