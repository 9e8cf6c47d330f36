# conformance: settings=alone,beside
# Ctrl-C reaches the main thread alone, in the middle of a join; the thread that it waits for goes on.
import os
import signal
import socket
import threading

a, b = socket.socketpair()
worker = threading.Thread(target=lambda: print("worker:", a.recv(100)))
worker.start()
threading.Timer(0.05, os.kill, [os.getpid(), signal.SIGINT]).start()
try:
    worker.join()
except KeyboardInterrupt as e:
    print(type(e).__name__, worker.is_alive())
b.sendall(b"done")
worker.join()

lock = threading.Lock()
with lock:
    threading.Timer(0.05, os.kill, [os.getpid(), signal.SIGINT]).start()
    try:
        lock.acquire()
    except KeyboardInterrupt:
        print("interrupted at a lock", lock.locked())
a.close()
b.close()
signal.raise_signal(signal.SIGINT)
