# recv_into fills the buffer that it is given, from where the view begins, and at most so many bytes.
import array
import socket

a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
a.sendall(b"abcdefghij")
buffer = bytearray(b"." * 8)
print(b.recv_into(buffer, 3), bytes(buffer))
print(b.recv_into(memoryview(buffer)[4:6]), bytes(buffer))
print(b.recv_into(buffer), bytes(buffer))
numbers = array.array("H", [0, 0])
a.sendall(b"\x01\x02\x03\x04")
print(b.recv_into(numbers), numbers.tobytes())
a.close()
print(b.recv_into(buffer))
b.close()
