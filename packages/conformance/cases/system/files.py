# Links, named pipes, attributes of files, and files that no path names.
# conformance: needs=processes
import os, stat, tempfile

os.chdir(tempfile.mkdtemp())
with open("file", "wb") as file:
    file.write(b"0123456789")
os.symlink("file", "symbolic")
os.link("file", "second")
os.link("symbolic", "followed")
os.link("symbolic", "kept", follow_symlinks=False)
same = os.stat("file").st_ino
print(os.lstat("second").st_ino == same, os.lstat("followed").st_ino == same, stat.S_ISLNK(os.lstat("kept").st_mode))
folder = os.open(".", os.O_RDONLY)
os.link("file", "third", src_dir_fd=folder, dst_dir_fd=folder)
os.mkfifo("pipe", 0o600, dir_fd=folder)
os.mknod("node", 0o640 | stat.S_IFREG)
print(stat.filemode(os.stat("pipe").st_mode), stat.filemode(os.stat("node").st_mode), os.stat("file").st_nlink)
print(os.access("file", os.R_OK, dir_fd=folder), os.access("none", os.F_OK), os.access("symbolic", os.F_OK, follow_symlinks=False))
name = b"not \xff UTF-8"
os.link("file", name)
print(sorted(os.listdir(b"."))[-3], os.fsencode(os.fsdecode(name)) == name, os.path.exists(os.fsdecode(name)))
print(sorted(os.listdir(folder))[:3])

os.utime("file", ns=(1, 1_000_000_000_000_000_001))
os.utime("symbolic", (5, 6.5), follow_symlinks=False)
print(os.stat("file").st_mtime_ns, os.stat("file").st_atime_ns, os.lstat("symbolic").st_mtime_ns)

memory = os.memfd_create("memory")
print(os.pwritev(memory, [b"abc", b"defg"], 2), os.get_inheritable(memory))
first, second = bytearray(4), bytearray(9)
print(os.preadv(memory, [first, second], 0), bytes(first), bytes(second))
source = os.open("file", os.O_RDONLY)
print(os.copy_file_range(source, memory, 5, 3, 0), os.pread(memory, 20, 0))
reading, writing = os.pipe()
os.write(writing, b"spliced")
print(os.splice(reading, memory, 7, offset_dst=10), os.pread(memory, 30, 0))
os.posix_fallocate(memory, 0, 100)
print(os.fstat(memory).st_size, os.lseek(memory, 0, os.SEEK_DATA))

big = os.open("big", os.O_RDWR | os.O_CREAT)
os.pwrite(big, b"end", 5 << 30)
print(os.fstat(big).st_size, os.pread(big, 5, 5 << 30), os.fstat(big).st_blocks < 1000, os.lseek(big, 0, os.SEEK_END))
