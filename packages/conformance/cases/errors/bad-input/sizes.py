# conformance: table
# Buffer sizes and buffers.
import socket

a, b = socket.socketpair()
a.settimeout(0.05)


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
a.recv(-1)
a.recv("10")
a.recv(1.5)
a.recv()
a.recv(2**63)
a.recv(10, "flags")
a.recvfrom(-1)
a.recv_into(b"not writable")
a.recv_into(bytearray(4), 5)
a.recv_into(bytearray(4), -1)
a.recv_into("text")
a.recv_into()
a.recvfrom_into(bytearray(4), 5)
a.recvfrom_into(bytearray(4), -1)
a.recvfrom_into(memoryview(b"abc"))
a.send("text")
a.send(None)
a.send(5)
a.send([1, 2])
a.send(memoryview(bytearray(8))[::2])
a.sendall("text")
a.sendall()
a.sendto(b"x")
a.sendto(b"x", 0, "address", 1)
a.sendto("x", "address")
a.sendto(b"x", "not a flag", "address")
a.sendto(b"x", None)
""".strip().splitlines():
    show(line)
a.close()
b.close()
