# A signal's handler runs while the program waits; the wait goes on for the time that is left, unless the handler raises.
import select
import signal
import socket
import time

rang = 0


def count(number, frame):
    global rang
    rang += 1


def stop(number, frame):
    raise InterruptedError("stop")


a, b = socket.socketpair()
poll = select.poll()
poll.register(a, select.POLLIN)
epoll = select.epoll()
epoll.register(a, select.EPOLLIN)
waits = {
    "select": lambda seconds: select.select([a], [], [], seconds),
    "poll": lambda seconds: poll.poll(seconds * 1000),
    "epoll": lambda seconds: epoll.poll(seconds),
}
for name, wait in waits.items():
    rang = 0
    signal.signal(signal.SIGALRM, count)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    start = time.monotonic()
    found = wait(0.4)
    print(name, found, rang >= 3, time.monotonic() - start >= 0.4)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        wait(60)
    except InterruptedError as e:
        print(name, e)


def again(number, frame):
    try:
        poll.poll(0)
    except RuntimeError as e:
        print(e)
    b.send(b"x")


signal.signal(signal.SIGALRM, again)
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(len(poll.poll()))
for thing in (a, b, epoll):
    thing.close()
