# Mapped files: both sides see what is written; resizing, advice, and memory of no file.
# conformance: needs=processes
import mmap, os, tempfile
from multiprocessing import shared_memory


def show(method, *args):
    try:
        print(method.__name__, args, "=>", method(*args))
    except Exception as e:
        print(method.__name__, args, "=>", type(e).__name__, e)


file = tempfile.TemporaryFile()
file.write(b"hello" * 3000)
file.flush()
whole = mmap.mmap(file.fileno(), 0)
whole[0:5] = b"HELLO"
os.pwrite(file.fileno(), b"xyz", 10)
print(os.pread(file.fileno(), 7, 0), whole[8:15], len(whole), whole.size(), mmap.PAGESIZE)
part = mmap.mmap(file.fileno(), 4096, offset=4096)
part[0] = 65
print(whole[4096:4100])
for call in ((whole.flush,), (whole.flush, 4096, 4096), (whole.flush, 1, 5), (whole.flush, 0, 99999), (whole.resize, 20000)):
    show(*call)
whole[19999] = 7
print(os.fstat(file.fileno()).st_size, os.pread(file.fileno(), 1, 19999))
for call in ((whole.resize, 100), (whole.resize, -1), (whole.resize, 0), (whole.madvise, mmap.MADV_NORMAL), (whole.madvise, 99),
             (whole.madvise, 1, 99999), (whole.madvise, 1, -1), (whole.madvise, 1, 0, -1)):
    show(*call)
with memoryview(whole):
    show(whole.resize, 50)
whole.close()
show(whole.resize, 5)

shared = mmap.mmap(-1, 5000)
shared.write(b"abc")
for call in ((shared.resize, 9000), (shared.resize, 100)):
    show(*call)
print(shared[:4], len(shared), shared.size())
own = mmap.mmap(-1, 5000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
own[:3] = b"xyz"
own.resize(10000)
print(own[:4], len(own), mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)[:3])
show(mmap.mmap, -1, 0)
show(mmap.mmap, 99, 10)
show(mmap.mmap, -1, 10, 1, 3, 1)
memory = shared_memory.SharedMemory(create=True, size=100)
memory.buf[:3] = b"abc"
other = shared_memory.SharedMemory(memory.name)
print(bytes(other.buf[:3]))
other.close()
memory.close()
memory.unlink()
