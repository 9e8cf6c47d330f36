# Numbers between the machine's order and the network's.
import socket
import sys

print(sys.byteorder, socket.htons(0x1234) == socket.ntohs(0x1234))
print([hex(socket.htons(n)) for n in (0, 1, 0x1234, 0xFFFF)])
print([hex(socket.htonl(n)) for n in (0, 1, 0x12345678, 0xFFFFFFFF)])
print(socket.ntohl(socket.htonl(2**31)), socket.ntohs(socket.htons(2**15)))
for call, number in ((socket.htons, 65536), (socket.htons, -1), (socket.ntohs, 2**40), (socket.htonl, 2**32), (socket.ntohl, -1)):
    try:
        print(call(number))
    except (OverflowError, ValueError) as e:
        print(call.__name__, number, type(e).__name__, e)
