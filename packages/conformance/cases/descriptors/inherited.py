# A descriptor that a program was started with has its number there, and is inherited further unless that is taken back.
# conformance: needs=processes
import fcntl
import os
import socket
import sys


def child(*arguments):
    sys.stdout.flush()
    pid = os.posix_spawn(sys.executable, [sys.executable, __file__, *arguments], os.environ)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def is_open(fd):
    try:
        return os.fstat(fd).st_ino > 0
    except OSError:
        return False


match sys.argv[1:]:
    case []:
        near, far = socket.socketpair()
        reading, writing = os.pipe()
        file = os.open("file", os.O_RDWR | os.O_CREAT, 0o600)
        os.write(file, b"of the file")
        hidden = os.dup(file)
        passed = (os.dup2(far.fileno(), 40), os.dup2(reading, 41), os.dup2(file, 42), os.dup2(os.eventfd(3), 43))
        os.write(writing, b"of the pipe")
        near.sendall(b"of the socket")
        print(child(*map(str, (hidden, *passed))), near.recv(100))
    case [hidden, *passed] if passed[-1] != "last":
        print([is_open(int(fd)) for fd in (hidden, *passed)], [os.get_inheritable(int(fd)) for fd in passed])
        with socket.socket(fileno=os.dup(40)) as received:
            print(received.family.name, received.recv(100), received.send(b"an answer"))
        print(os.read(41, 100), os.lseek(42, 0, os.SEEK_SET), os.read(42, 100), os.eventfd_read(43))
        names = os.listdir("/proc/self/fd")
        print([name for name in names if 40 <= int(name) < 50], os.dup(0) not in range(40, 44))
        os.set_inheritable(41, False)
        print(child(*passed[:2], "last"), fcntl.fcntl(40, fcntl.F_GETFD))
    case [*fds, _]:
        print([is_open(int(fd)) for fd in fds])
