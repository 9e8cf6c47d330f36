# The program ends though daemon threads are blocked: in recv, in accept, at a lock, in a wait.
import atexit
import select
import socket
import threading

atexit.register(print, "at exit")
a, b = socket.socketpair()
listener = socket.create_server(("127.0.0.1", 0))
lock = threading.Lock()
lock.acquire()
ready = threading.Barrier(6)


def block(function, *args):
    ready.wait()
    function(*args)
    print("never")


for call in ((a.recv, 1), (listener.accept,), (lock.acquire,), (select.select, [b], [], []), (threading.Event().wait,)):
    threading.Thread(target=block, args=call, daemon=True).start()
ready.wait()
print(threading.active_count(), all(thread.daemon for thread in threading.enumerate()[1:]))
