# Reading from and writing to every kind of descriptor, by one buffer, by several, and in the kernel: a result, or its error.
# conformance: needs=processes
import errno, os, select, socket

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

accepted, _ = listener.accept()
with open("source", "wb+") as source:
    source.write(b"0123456789")
near, far = socket.socketpair()
source = os.open("source", os.O_RDWR)


def sent_from(fd):
    return os.sendfile(near.fileno(), fd, None, 4) and far.recv(4)


operations = {
    "write": lambda fd: os.write(fd, b"8 bytes!"),
    "writev": lambda fd: os.writev(fd, [b"8 by", b"", b"tes!"]),
    "lseek": lambda fd: os.lseek(fd, 8, os.SEEK_SET),
    "read": lambda fd: os.read(fd, 4),
    "readv": lambda fd: (os.readv(fd, buffers := [bytearray(2), bytearray(6)]), buffers),
    "pread": lambda fd: os.pread(fd, 4, 1),
    "pwrite": lambda fd: os.pwrite(fd, b"1234", 1),
    "preadv": lambda fd: os.preadv(fd, [bytearray(2)], 0),
    "sendfile to": lambda fd: os.sendfile(fd, source, 0, 4),
    "sendfile from": sent_from,
    "nothing": lambda fd: (os.write(fd, b""), os.writev(fd, [])),
}
for kind, fd in kinds.items():
    os.set_blocking(fd, False)
    for name, operation in operations.items():
        try:
            print(kind, name, operation(fd))
        except OSError as error:
            print(kind, name, errno.errorcode[error.errno])
