"""Descriptors that came over a socket: of sockets, pipes and files, each used as what it is."""

import errno
import fcntl
import os
import select
import socket
import stat
import tempfile
import threading

near, far = socket.socketpair(socket.AF_UNIX)


def passed(fd):
    """A descriptor of the same open file; the one that was sent is closed."""
    socket.send_fds(near, [b"x"], [fd])
    _, (received,), _, _ = socket.recv_fds(far, 1, 1)
    os.close(fd)
    return received


def kind(fd):
    return [name for name in ("S_ISSOCK", "S_ISFIFO", "S_ISREG", "S_ISCHR") if getattr(stat, name)(os.fstat(fd).st_mode)]


def checked(fd):
    """What every descriptor can."""
    print(kind(fd), os.get_inheritable(fd), os.get_blocking(fd), os.isatty(fd))
    os.set_inheritable(fd, True)
    os.set_blocking(fd, False)
    print(os.get_inheritable(fd), os.get_blocking(fd), bool(fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_NONBLOCK))
    os.set_blocking(fd, True)
    copy = os.dup(fd)
    print(kind(copy), os.get_inheritable(copy))
    os.close(copy)
    return fd


def waited(read):
    """What another thread sends while this one waits."""
    thread = threading.Timer(0.05, peer_writes)
    thread.start()
    print(read())
    thread.join()


one, other = socket.socketpair()
fd = checked(passed(one.detach()))
peer_writes = lambda: other.send(b"to a socket")
waited(lambda: os.read(fd, 64))
os.write(fd, b"written")
print(other.recv(64), select.select([fd], [fd], [], 0) == ([], [fd], []))
again = socket.socket(fileno=fd)
print(again.family is socket.AF_UNIX, again.type is socket.SOCK_STREAM)
waited(lambda: again.recv(64))
again.settimeout(0.05)
try:
    again.recv(64)
except TimeoutError as error:
    print(error)
try:
    os.lseek(fd, 0, os.SEEK_CUR)
except OSError as error:
    print(errno.errorcode[error.errno])
again.close()
print(other.recv(64))
other.close()

reading, writing = os.pipe()
fd = checked(passed(reading))
writing = checked(passed(writing))
peer_writes = lambda: os.write(writing, b"to a pipe")
waited(lambda: os.read(fd, 64))
poll = select.poll()
poll.register(fd, select.POLLIN)
print(poll.poll(0))
os.set_blocking(fd, False)
try:
    os.read(fd, 64)
except BlockingIOError as error:
    print("would block")
os.close(writing)
print(poll.poll(0) == [(fd, select.POLLHUP)], os.read(fd, 64))
os.close(fd)

with tempfile.TemporaryFile() as file:
    fd = checked(passed(os.dup(file.fileno())))
    print(os.write(fd, b"0123456789"), os.lseek(fd, 2, os.SEEK_SET), os.read(fd, 3), os.pread(fd, 2, 8))
    with open(fd, "rb+") as same:
        print(same.seekable(), same.read(), same.tell(), file.tell())
        same.truncate(4)
    print(os.fstat(file.fileno()).st_size)

before = len(os.listdir("/proc/self/fd"))
for _ in range(10):
    os.close(passed(os.dup(0)))
print(len(os.listdir("/proc/self/fd")) - before)
try:
    os.close(fd)
except OSError as error:
    print(errno.errorcode[error.errno])
