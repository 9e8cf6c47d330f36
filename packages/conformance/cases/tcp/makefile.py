# Sockets as files: text lines one way, binary the other; the socket lives until its last file is closed.
import socket

a, b = socket.socketpair()
with a.makefile("w", encoding="utf-8", newline="\n") as writer:
    writer.write("première\nzweite\n")
    print("third", file=writer)
a.shutdown(socket.SHUT_WR)
with b.makefile("r", encoding="utf-8") as reader:
    print(reader.readline(), list(reader))
with b.makefile("wb") as writer:
    print(writer.write(b"0123456789"))
b.close()
reader = a.makefile("rb")
a.close()
print(a.fileno() >= 0, reader.read(4), reader.read(), reader.readable(), reader.writable())
reader.close()
print(a.fileno())
