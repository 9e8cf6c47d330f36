# conformance: needs=processes
# fcntl and ioctl: structures, addresses inside them, and arguments that are refused.
import array, ctypes, errno, fcntl, os, socket, struct, termios
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
near, far = socket.socketpair()
near.send(b"12345")
file = open("file", "w+b")
SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFADDR, SIOCETHTOOL = 0x8912, 0x8913, 0x8915, 0x8946
LOOPBACK = struct.pack("16s24x", b"lo")
FLOCK = struct.pack("hh4xqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 5, 10, 0)


def interfaces(size):
    names = array.array("B", bytes(400))
    filled = fcntl.ioctl(sock, SIOCGIFCONF, struct.pack("i4xQ", size, names.buffer_info()[0]))
    length, address = struct.unpack("i4xQ", filled)
    return length % 40, bytes(names[:3]), address == names.buffer_info()[0]


def attach_filter():
    program = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 2))
    sock.setsockopt(socket.SOL_SOCKET, 26, struct.pack("H6xQ", 1, ctypes.addressof(program)))


def in_place(mutate):
    buffer = bytearray(4)
    return fcntl.ioctl(far, termios.FIONREAD, buffer, mutate), buffer


for call in (
    attach_filter,
    lambda: interfaces(400),
    lambda: fcntl.ioctl(sock, SIOCGIFCONF, struct.pack("i4xQ", 0, 0))[4:],
    lambda: fcntl.ioctl(sock, SIOCGIFADDR, LOOPBACK)[20:24],
    lambda: fcntl.ioctl(sock, SIOCGIFFLAGS, bytearray(LOOPBACK)),
    lambda: fcntl.ioctl(sock, SIOCETHTOOL, struct.pack("16sQ8x", b"lo", 0)),
    lambda: fcntl.ioctl(sock, SIOCGIFADDR, struct.pack("40s", b"none"))[:0],
    lambda: in_place(True),
    lambda: in_place(False),
    lambda: fcntl.ioctl(file, termios.TIOCGWINSZ, bytes(8)),
    lambda: fcntl.ioctl(sock, SIOCGIFCONF, 4096),
    lambda: fcntl.fcntl(file, fcntl.F_SETLK, FLOCK) == FLOCK,
    lambda: struct.unpack("h", fcntl.fcntl(file, fcntl.F_OFD_GETLK, FLOCK)[:2]) == (fcntl.F_WRLCK,),
    lambda: fcntl.lockf(file, fcntl.LOCK_UN, 10, 5),
    lambda: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB),
    lambda: fcntl.fcntl(sock, fcntl.F_SETOWN, os.getpid()),
    lambda: struct.unpack("ii", fcntl.fcntl(sock, fcntl.F_GETOWN_EX, bytes(8))) == (fcntl.F_OWNER_PID, os.getpid()),
    lambda: fcntl.fcntl(os.pipe()[0], fcntl.F_SETPIPE_SZ, 8192),
    lambda: fcntl.fcntl(sock, fcntl.F_DUPFD, -1),
    lambda: fcntl.fcntl(file, fcntl.F_GETFL) & (os.O_ACCMODE | os.O_APPEND),
    lambda: fcntl.ioctl(sock, 1.5),
    lambda: fcntl.fcntl(sock, fcntl.F_GETFD, None),
    lambda: fcntl.ioctl(-1, termios.FIONREAD),
):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
    except OSError as error:
        print(errno.errorcode[error.errno])
