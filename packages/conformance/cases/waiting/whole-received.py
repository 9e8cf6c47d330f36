# MSG_WAITALL, with MSG_PEEK as well: the kernel receives all that was asked for.
import socket
import threading


def tcp():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return client, listener.accept()[0]


def later(call):
    thread = threading.Timer(0.1, call)
    thread.start()
    return thread


for make in tcp, socket.socketpair:
    a, b = make()
    a.send(b"abc")
    later(lambda: a.send(b"def"))
    print(b.recv(6, socket.MSG_PEEK | socket.MSG_WAITALL) if make is tcp else "", b.recv(6, socket.MSG_WAITALL))
    a.send(b"gh")
    later(lambda: a.send(b"i"))
    into = bytearray(3)
    print(b.recv_into(into, 3, socket.MSG_WAITALL), into)
    a.send(b"j")
    later(lambda: a.send(b"kl"))
    print(b.recvmsg(3, 0, socket.MSG_WAITALL)[0])
    a.send(b"m")
    later(a.close)
    print(b.recv(3, socket.MSG_WAITALL))
