# conformance: needs=processes
# The numbers of every kind of descriptor: duplicated, handed to a socket, opened as a file object, closed.
import errno, fcntl, os, select, socket
listener = socket.create_server(("127.0.0.1", 0))
kinds = {
    "listener": listener.fileno(),
    "tcp": socket.create_connection(listener.getsockname()).detach(),
    "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM).detach(),
    "unix": (pair := socket.socketpair())[0].fileno(),
    "file": os.open("file", os.O_RDWR | os.O_CREAT),
    "folder": os.open(".", os.O_RDONLY),
    "pipe": (pipe := os.pipe())[0],
    "pipe end": pipe[1],
    "terminal": (terminal := os.openpty())[1],
    "null": os.open("/dev/null", os.O_RDWR),
    "eventfd": os.eventfd(0),
    "epoll": (watcher := select.epoll()).fileno(),
}

near, far = socket.socketpair()


def dup2(fd):
    return os.dup2(fd, 200, inheritable=False), os.path.sameopenfile(fd, 200), os.get_inheritable(200), os.close(200)


def dupfd(fd):
    copy = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 300)
    return copy, fcntl.fcntl(copy, fcntl.F_GETFD), os.close(copy)


def opened(fd):
    with open(fd, "rb", buffering=0, closefd=False) as same:
        return same.readable(), same.seekable(), same.isatty()


def sent(fd):
    socket.send_fds(near, [b"x"], [fd])
    _, (received,), _, _ = socket.recv_fds(far, 1, 1)
    return os.path.sameopenfile(fd, received), os.get_inheritable(received), os.close(received)


operations = {
    "dup": lambda fd: (os.path.sameopenfile(fd, copy := os.dup(fd)), os.get_inheritable(copy), os.close(copy)),
    "dup2": dup2,
    "F_DUPFD": dupfd,
    "inheritable": lambda fd: (os.set_inheritable(fd, True), os.get_inheritable(fd), fcntl.fcntl(fd, fcntl.F_GETFD)),
    "open": opened,
    "send_fds": sent,
    "close": os.close,
    "closed": os.close,
}
first = os.open(".", os.O_RDONLY)
for kind, fd in kinds.items():
    for name, operation in operations.items():
        try:
            print(kind, name, operation(fd))
        except OSError as error:
            print(kind, name, errno.errorcode[error.errno])
print(os.open(".", os.O_RDONLY) == min(kinds.values()), os.listdir("/proc/self/fd")[:3])
