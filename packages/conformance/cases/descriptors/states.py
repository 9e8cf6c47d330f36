# What every kind of descriptor tells of itself, and what of it can be changed.
# conformance: needs=processes
import errno, fcntl, os, select, socket, stat, termios

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


def events(fd, poller):
    poller.register(fd, select.POLLIN | select.POLLOUT)
    return [events for _, events in poller.poll(0)]


def flags(fd):
    fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)
    now = fcntl.fcntl(fd, fcntl.F_GETFL)
    os.set_blocking(fd, True)
    return bool(now & os.O_NONBLOCK), bool(now & os.O_APPEND), now & os.O_ACCMODE, os.get_blocking(fd)


operations = {
    "fstat": lambda fd: (stat.filemode(os.fstat(fd).st_mode)[0], os.isatty(fd)),
    "flags": flags,
    "F_GETOWN": lambda fd: fcntl.fcntl(fd, fcntl.F_GETOWN),
    "F_GETPIPE_SZ": lambda fd: fcntl.fcntl(fd, fcntl.F_GETPIPE_SZ),
    "FIONREAD": lambda fd: fcntl.ioctl(fd, termios.FIONREAD, bytes(4)),
    "select": lambda fd: [len(ready) for ready in select.select([fd], [fd], [fd], 0)],
    "poll": lambda fd: events(fd, select.poll()),
    "epoll": lambda fd: events(fd, select.epoll()),
    "fsync": os.fsync,
    "fchmod": lambda fd: os.fchmod(fd, stat.S_IMODE(os.fstat(fd).st_mode)),
    "ftruncate": lambda fd: os.ftruncate(fd, 5),
    "utime": lambda fd: os.utime(fd, (1, 1)),
}
for kind, fd in kinds.items():
    for name, operation in operations.items():
        try:
            print(kind, name, operation(fd))
        except OSError as error:
            print(kind, name, errno.errorcode[error.errno])
