# A signal whose handler returns ends no look for descriptors that are ready, with a time limit of 0 or more (PEP 475).
import select
import signal
import socket
import threading
import time

count = 0


def handler(*_):
    global count
    count += 1


if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGALRM, handler)
a, b = socket.socketpair()
poll = select.poll()
poll.register(a, select.POLLIN)
epoll = select.epoll()
epoll.register(a, select.EPOLLIN)


def ring(on):
    signal.setitimer(signal.ITIMER_REAL, 0.001 * on, 0.001 * on)


def repeated(name, call):
    interrupted = 0
    end = time.monotonic() + 0.3
    ring(threading.current_thread() is threading.main_thread())
    while time.monotonic() < end:
        try:
            call()
        except InterruptedError:
            interrupted += 1
    ring(False)
    print(name, interrupted)


for timeout in 0, 0.01:
    repeated("select", lambda: select.select([a], [], [], timeout))
    repeated("poll", lambda: poll.poll(timeout * 1000))
    repeated("epoll", lambda: epoll.poll(timeout))
