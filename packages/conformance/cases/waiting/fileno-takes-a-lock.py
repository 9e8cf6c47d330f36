# A fileno() in Python may wait for a lock that another thread holds, wherever select asks for it.

import select
import socket
import threading

a, b = socket.socketpair()
lock = threading.Lock()


class Channel:
    def __init__(self, sock, error=None):
        self.sock, self.error, self.asked = sock, error, 0

    def fileno(self):
        holds, over = threading.Event(), threading.Event()

        def hold():
            with lock:
                holds.set()
                over.wait(0.05)

        thread = threading.Thread(target=hold)
        thread.start()
        holds.wait()
        with lock:
            self.asked += 1
        thread.join()
        if self.error is not None:
            raise self.error
        return self.sock if isinstance(self.sock, str) else self.sock.fileno()


first, second = Channel(a), Channel(b)
ready = select.select([], (c for c in [first, second, a.fileno()]), [first], 1)
print([len(part) for part in ready], ready[1][0] is first, first.asked, second.asked)

poll = select.poll()
print(poll.register(first, select.POLLOUT), len(poll.poll(1000)), poll.unregister(first), first.asked)
with select.epoll() as epoll:
    epoll.register(first, select.EPOLLOUT)
    print(len(epoll.poll(1)), epoll.unregister(first), first.asked)

for channel in (Channel(a, ZeroDivisionError('no')), Channel('text')):
    try:
        select.select([first, channel], [], [], 0)
    except (ZeroDivisionError, TypeError) as error:
        print(type(error).__name__, error, channel.asked)
    try:
        poll.register(channel)
    except (ZeroDivisionError, TypeError) as error:
        print(type(error).__name__, error, channel.asked)
