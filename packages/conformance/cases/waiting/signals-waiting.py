# A signal whose handler returns ends no call that waits, whatever it waits in (PEP 475).
import os
import signal
import socket
import threading

count = 0


def handler(*_):
    global count
    count += 1


if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGALRM, handler)
a, b = socket.socketpair()
listener = socket.create_server(("127.0.0.1", 0))
reading, writing = os.pipe()
full = bytes(4_000_000)


def ring(on):
    signal.setitimer(signal.ITIMER_REAL, 0.001 * on, 0.001 * on)


def once(name, call, end):
    timer = threading.Timer(0.2, end)
    timer.start()
    ring(threading.current_thread() is threading.main_thread())
    try:
        print(name, call())
    except InterruptedError as e:
        print(name, e)
    ring(False)
    timer.join()


once("recv", lambda: a.recv(9), lambda: b.send(b"x"))
once("recv of all", lambda: a.recv(2, socket.MSG_WAITALL), lambda: b.send(b"yz"))
once("accept", lambda: bool(listener.accept()), lambda: socket.create_connection(listener.getsockname()))
once("os.read", lambda: os.read(reading, 1), lambda: os.write(writing, b"x"))
once("sendall", lambda: a.sendall(full), lambda: b.recv(len(full), socket.MSG_WAITALL))
