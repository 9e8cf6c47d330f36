# What select, poll and epoll refuse, and in which words.
import math
import select
import socket


class Numbered:
    def __init__(self, number):
        self.number = number
    def fileno(self):
        return self.number


def show(label, call):
    try:
        print(label, call())
    except Exception as e:
        print(label, type(e).__name__, e)


a, b = socket.socketpair()
with a, b:
    for arguments in (
        (), ([], []), ([], [], [], 0, 0), (1, 2, 3), ([], [], [], "1"), ([], [], [], -1), ([], [], [], math.nan),
        (["x"], [], [], 0), ([None], [], [], 0), ([-1], [], [], 0), ([Numbered(-1)], [], [], 0),
        ([Numbered("x")], [], [], 0), ([2**40], [], [], 0), ([1024], [], [], 0), ([a] * 1025, [], [], 0),
    ):
        show("select", lambda: select.select(*arguments))
    show("select", lambda: select.select(rlist=[], wlist=[], xlist=[]))

    poll = select.poll()
    poll.register(b, select.POLLOUT)
    for name, arguments in (
        ("register", ()), ("register", (1, 2, 3)), ("register", ("x",)), ("register", (-1,)), ("register", (1, -1)),
        ("register", (1, 65536)), ("register", (1, 1.5)), ("modify", (1,)), ("modify", (5, 1)), ("unregister", (5,)),
        ("unregister", ()), ("poll", ("x",)), ("poll", (2**31,)), ("poll", (-(2**31) - 1,)), ("poll", (math.nan,)),
        ("poll", (1, 2)),
    ):
        show(name, lambda: getattr(poll, name)(*arguments))
    show("poll", lambda: select.poll(1))
    show("type", lambda: type(poll)())

    for arguments in ((0,), (-2,), ("x",), (2**31,), (1, 1), (1, 2, 3)):
        show("epoll", lambda: select.epoll(*arguments))
    show("epoll", lambda: select.epoll(size=1))
    with select.epoll() as epoll:
        epoll.register(b, select.EPOLLOUT)
        for name, arguments in (
            ("register", ()), ("register", (1, 2, 3)), ("register", ("x",)), ("register", (b,)), ("register", (b, "x")),
            ("register", (epoll,)), ("register", (Numbered(999),)), ("modify", (a, 1)), ("modify", (b,)),
            ("unregister", (a,)), ("unregister", (999,)), ("poll", ("x",)), ("poll", (2**31,)), ("poll", (0, 0)),
            ("poll", (0, -2)), ("poll", (0, "x")), ("poll", (0, 1, 2)), ("fromfd", ("x",)),
        ):
            show(name, lambda: getattr(epoll, name)(*arguments))
        show("poll", lambda: epoll.poll(time=1))
        show("closed", lambda: setattr(epoll, "closed", True))
    for name, arguments in (("fileno", ()), ("register", (1,)), ("poll", (0,)), ("__enter__", ()), ("close", ())):
        show(name, lambda: getattr(epoll, name)(*arguments))
    print(epoll.closed)
