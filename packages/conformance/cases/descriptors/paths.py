# Paths that name a descriptor mean the program's own numbers, and the folders list what the program has open.
# conformance: needs=processes
import os
import socket

sock = socket.socket()
reading, writing = os.pipe()
file = os.open("file", os.O_RDWR | os.O_CREAT)
os.write(file, b"of the file")
os.unlink("file")
own = {sock.fileno(), reading, writing, file}


def tried(call):
    try:
        return call()
    except OSError as error:
        return error.strerror


def again(path, flags=os.O_RDONLY):
    fd = os.open(path, flags)
    data = os.read(fd, 100)
    os.close(fd)
    return data


for folder in ("/proc/self/fd", "/dev/fd", f"/proc/{os.getpid()}/fd", "/proc/thread-self/fd", "/proc/self/fdinfo"):
    names = os.listdir(folder)
    print(own <= {int(name) for name in names}, all(int(name) in own or int(name) < 3 for name in names[:3]))
    print([entry.is_file() for entry in os.scandir(folder) if entry.name == str(file)])
print(os.readlink(f"/proc/self/fd/{sock.fileno()}") == f"socket:[{os.fstat(sock.fileno()).st_ino}]")
print(tried(lambda: again(f"/proc/self/fd/{file}")), tried(lambda: again(f"/dev/fd/{sock.fileno()}")))
print(tried(lambda: os.stat("/proc/self/fd/999")), os.path.exists("/dev/fd/0999"), os.path.lexists(f"/dev/fd/{file}"))
print(os.path.sameopenfile(writing, os.open(f"/dev/fd/{writing}", os.O_WRONLY)), os.readlink("/dev/stdin"))
folder = os.open("/proc/self/fd", os.O_RDONLY)
print(str(folder) in os.listdir(folder), os.stat(str(file), dir_fd=folder).st_size, len(os.listdir(folder)) > 4)
here = os.open(".", os.O_RDONLY)
open("beside", "w").close()
print(os.path.exists(f"/proc/self/fd/{here}/beside"), os.listdir(f"/proc/self/fd/{here}"))
with open(f"/proc/self/fdinfo/{file}") as info:
    print(info.readline().split())
os.dup2(file, 0)
print(os.path.samefile("/dev/stdin", f"/proc/self/fd/{file}"), tried(lambda: again("/dev/stdin")))
os.close(0)
print(os.path.exists("/dev/stdin"), tried(lambda: again("/dev/fd/0")))
