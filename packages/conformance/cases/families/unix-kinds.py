# conformance: normalize=fd
# AF_UNIX in every kind and with every form of name.
import os
import socket

for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
    a, b = socket.socketpair(socket.AF_UNIX, kind)
    print(a, b.type, a.send(b"data"), b.recv(100), repr(a.getsockname()), repr(b.getpeername()))
    a.close()
    b.close()

for name in ("text", b"bytes", bytearray(b"bytearray"), "n\xefve", b"\xff\xfe", "\udcff", "x" * 107, "\0abstract",
             b"\0\xff\0\x01", "\0", "", "./dotted", "x" * 108, "a\0b", os.path.abspath("absolute")[:1] + "nowhere/at/all"):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        try:
            s.bind(name)
        except (OSError, ValueError) as error:
            print(ascii(name), repr(error))
            continue
        bound = s.getsockname()
        unnamed = name == ""
        print(ascii(name), type(bound).__name__, "autobound" if unnamed else ascii(bound))
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
            other.sendto(b"hello", bound)
            print(s.recvfrom(100))
print(sorted(os.listdir(b".")))
