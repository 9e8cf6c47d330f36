# The C library by ctypes: interfaces, inotify, errno, names, the process's other functions.
# conformance: needs=processes
import ctypes
import ctypes.util
import os
import socket
import tempfile
import threading

print(ctypes.util.find_library('c'), ctypes.util.find_library('no-such'))
libc = ctypes.CDLL(ctypes.util.find_library('c'), use_errno=True)
program = ctypes.CDLL(None, use_errno=True)


def failure(result):
    return result, os.strerror(ctypes.get_errno())


class ifaddrs(ctypes.Structure):
    pass


ifaddrs._fields_ = [
    ('next', ctypes.POINTER(ifaddrs)), ('name', ctypes.c_char_p), ('flags', ctypes.c_uint),
    ('addr', ctypes.POINTER(ctypes.c_ubyte)), ('mask', ctypes.POINTER(ctypes.c_ubyte)),
]
first = ctypes.POINTER(ifaddrs)()
print('getifaddrs', libc.getifaddrs(ctypes.byref(first)))
entry, found = first, set()
while entry:
    item = entry.contents
    if item.addr and item.addr[0] == socket.AF_INET:
        found.add((item.name, socket.inet_ntoa(bytes(item.addr[4:8])), socket.inet_ntoa(bytes(item.mask[4:8]))))
    entry = item.next
libc.freeifaddrs(first)
print((b'lo', '127.0.0.1', '255.0.0.0') in found, {name for name, *_ in found} <= {n.encode() for _, n in socket.if_nameindex()})

with tempfile.TemporaryDirectory() as folder:
    fd = libc.inotify_init1(os.O_CLOEXEC)
    print('watch', libc.inotify_add_watch(fd, os.fsencode(folder), 0x100), failure(libc.inotify_add_watch(fd, b'/no/such', 2)))
    open(os.path.join(folder, 'made'), 'w').close()
    print(os.read(fd, 100)[16:].rstrip(b'\0'))
    os.close(fd)
    print(failure(libc.renameat2(-100, os.fsencode(folder), -100, b'/no/such/x', 1)))
print(failure(libc.inotify_init1(0x12345)), failure(program.setns(-1, 0)), failure(libc.open(b'/no/such/x', 0)), failure(libc.close(-1)))

buffer = ctypes.create_string_buffer(65)
print(libc.gethostname(buffer, 65), buffer.value.decode() == socket.gethostname(), failure(libc.gethostname(buffer, 0)))
libc.strerror.restype = ctypes.c_char_p
print(libc.strerror(111), libc.strerror(98765), program.if_nametoindex(b'lo') == socket.if_nametoindex('lo'))
print(libc.prctl(15, b'a-name'), libc.prctl(16, buffer), buffer.value, failure(libc.prctl(12345)))
print(libc.getpid() == os.getpid(), program.gettid() == threading.get_native_id(), libc.getuid() == os.getuid())
print(libc.strlen(b'four'), libc.sprintf(buffer, b'%d %s', 7, b'x'), buffer.value, libc.atoi(b'42'))
ctypes.set_errno(5)
print(libc.getpid() > 0, ctypes.get_errno())
for library in libc, program:
    try:
        library.no_such_function
    except AttributeError as error:
        print(str(error).endswith(': undefined symbol: no_such_function'))
