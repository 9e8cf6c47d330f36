# conformance: normalize=port time-limit=60
# A mapped file, SharedMemory, a Lock and a Queue of multiprocessing's are shared with another interpreter.
import mmap
import multiprocessing
import tempfile
from multiprocessing import context, reduction, resource_sharer, shared_memory
from multiprocessing.connection import Listener

multiprocessing.current_process().authkey = b'shared'


class Receiver:
    # Takes the place of a child that is started: descriptors go through a socket.
    def duplicate_for_child(self, fd):
        return fd

    def DupFd(self, fd):
        return resource_sharer.DupFd(fd)


def pickled(o):
    context.set_spawning_popen(Receiver())
    try:
        return reduction.ForkingPickler.dumps(o)
    finally:
        context.set_spawning_popen(None)


spawn = multiprocessing.get_context('spawn')
lock, queue = spawn.Lock(), spawn.Queue()
segment = shared_memory.SharedMemory(create=True, size=8)
with tempfile.NamedTemporaryFile() as file, Listener(('127.0.0.1', 0), authkey=b'shared') as listener:
    file.truncate(mmap.PAGESIZE)
    mapped = mmap.mmap(file.fileno(), mmap.PAGESIZE)
    print('ready', *listener.address, flush=True)
    with listener.accept() as conn:
        conn.send_bytes(pickled((lock, queue, segment.name, file.name)))
        print(conn.recv())
        for _ in range(500):
            with lock:
                for shared in mapped, segment.buf:
                    shared[0:4] = (int.from_bytes(shared[0:4], 'little') + 1).to_bytes(4, 'little')
        print(conn.recv(), [int.from_bytes(shared[0:4], 'little') for shared in (mapped, segment.buf)])
        lock.acquire()
        queue.put(['x' * 100_000, {1: None}])
        conn.send('taken')
        print(conn.recv())
        lock.release()
        print(conn.recv(), queue.get(), lock.acquire(timeout=0))
    mapped.close()
segment.close()
segment.unlink()
queue.close()
queue.join_thread()
resource_sharer.stop()
