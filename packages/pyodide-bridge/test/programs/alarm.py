"""signal.alarm while a socket waits: a handler that returns, and one that raises."""
import signal
import socket
import time

rang = []
a, b = socket.socketpair()


def note(number, frame):
    rang.append(signal.Signals(number).name)


def interrupt(number, frame):
    raise InterruptedError('rang')


signal.signal(signal.SIGALRM, note)
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
a.settimeout(0.55)
start = time.monotonic()
try:
    a.recv(1)
except TimeoutError as error:
    print(error, len(rang) >= 4, 0.55 <= time.monotonic() - start < 5)
signal.setitimer(signal.ITIMER_REAL, 0)

a.settimeout(None)
signal.signal(signal.SIGALRM, interrupt)
print(signal.alarm(1))
try:
    a.recv(1)
except InterruptedError as error:
    print(error)
b.send(b'after')
print(a.recv(10))
