# Linux: a name that begins with a zero byte lies in no file system, and comes back as bytes.
import os
import socket

name = b"\0pysock-conformance-%d" % os.getpid()
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(name)
    listener.listen()
    print(listener.getsockname() == name, type(listener.getsockname()).__name__)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(name)
        print(client.getpeername() == name, os.listdir("."))
