# Uses what it is given: all of it is what the other has.
import mmap
import multiprocessing
import sys
from multiprocessing import reduction, shared_memory
from multiprocessing.connection import Client

multiprocessing.current_process().authkey = b'shared'
with Client((sys.argv[1], int(sys.argv[2])), authkey=b'shared') as conn:
    lock, queue, name, path = reduction.ForkingPickler.loads(conn.recv_bytes())
    segment = shared_memory.SharedMemory(name, track=False)
    with open(path, 'r+b') as file:
        mapped = mmap.mmap(file.fileno(), 0)
    conn.send('there')
    for _ in range(500):
        with lock:
            for shared in mapped, segment.buf:
                shared[0:4] = (int.from_bytes(shared[0:4], 'little') + 1).to_bytes(4, 'little')
    conn.send('counted')
    print(conn.recv(), lock.acquire(timeout=0.01))
    text, other = queue.get()
    print(len(text), other)
    conn.send('got')
    print(lock.acquire())
    queue.put('back')
    conn.send('put')
    queue.close()
    queue.join_thread()
    segment.close()
    mapped.close()
