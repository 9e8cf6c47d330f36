# Messages gathered from several buffers, and scattered over several.
import array
import socket

a, b = socket.socketpair()
print(a.sendmsg([b"bytes ", bytearray(b"bytearray "), memoryview(b"memoryview "), array.array("B", b"array")]))
first, second, third = bytearray(6), memoryview(bytearray(20))[10:], array.array("i", [0, 0])
print(b.recvmsg_into([first, second, bytearray(0), third]))
print(first, bytes(second), third.tobytes())
print(b.recvmsg_into([bytearray(100)])[0])
print(a.sendmsg(part for part in (b"of ", b"a generator")), b.recvmsg(100))
print(a.sendmsg([]), a.sendmsg([b""], []), a.sendmsg([b"x"], (), 0, None), b.recvmsg(100, 100, 0))
print(a.sendmsg([b"12345"] * 1000), len(b.recv(10000)))
try:
    a.sendmsg([b"x"] * 1025)
except OSError as error:
    print(error.strerror)
locked = bytearray(4)
b.setblocking(False)
try:
    b.recvmsg_into([locked])
except BlockingIOError:
    locked.extend(b"not locked")
    print(locked[4:])
a.close()
print(b.recvmsg(10), b.recvmsg_into([bytearray(1)]))
b.close()
