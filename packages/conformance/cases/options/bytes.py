# Options as bytes: with a length, getsockopt answers the bytes as the kernel has them.
import socket
import struct

with socket.socket() as s:
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 7))
    print(struct.unpack("ii", s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, bytearray(b"\1\0\0\0"))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 100))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 2))
