# Names as text, bytes and paths; in use; too long; not there.
import errno
import os
import pathlib
import socket


def attempt(call, *args):
    try:
        print(call(*args))
    except OSError as e:
        print(type(e).__name__, errno.errorcode[e.errno] if e.errno else "no errno", e.strerror or e)


one, two = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
attempt(one.bind, b"bytes")
attempt(two.bind, "bytes")
attempt(two.bind, "x" * 108)
attempt(two.bind, "x" * 107)
attempt(one.connect, "not-there")
attempt(one.connect, "bytes")
three = socket.socket(socket.AF_UNIX)
attempt(three.bind, os.fsencode("ümlaut"))
print(three.getsockname(), sorted(os.listdir("."))[0])
for s in (one, two, three):
    s.close()
