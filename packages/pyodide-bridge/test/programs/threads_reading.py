"""A thread that reads from a pipe and one that reads standard input, while a third goes on; handlers of signals that wait."""
import os
import signal
import socket
import threading
import time

reading, writing = os.pipe()
chunks = []


def read_pipe():
    while chunk := os.read(reading, 100):
        chunks.append(chunk)


def speak():
    for number in range(3):
        time.sleep(0.01)
        os.write(writing, b'%d' % number)
    print('alive', flush=True)


threads = [threading.Thread(target=target) for target in (read_pipe, speak)]
for thread in threads:
    thread.start()
print('input:', input(), flush=True)
os.close(writing)
for thread in threads:
    thread.join()
print('pipe:', b''.join(chunks))


def handler(number, frame):
    thread = threading.Thread(target=time.sleep, args=(0.01,), name='helper')
    thread.start()
    thread.join()
    print('handled in', threading.current_thread().name)


signal.signal(signal.SIGALRM, handler)
a, b = socket.socketpair()
timer = threading.Timer(0.2, b.send, (b'x',))
timer.start()
for wait in (lambda: a.recv(1), lambda: time.sleep(0.2)):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    print(wait())
timer.join()
signal.signal(signal.SIGUSR1, lambda number, frame: print('from a thread, in', threading.current_thread().name))
thread = threading.Thread(target=signal.pthread_kill, args=(threading.main_thread().ident, signal.SIGUSR1))
thread.start()
thread.join()

SIZE = 3_000_000
received = []
a, b = socket.socketpair()


def receive():
    received.append(len(a.recv(SIZE, socket.MSG_WAITALL)))
    received.append(len(a.recvfrom(SIZE, socket.MSG_WAITALL)[0]))
    received.append(len(a.recvmsg(SIZE, 0, socket.MSG_WAITALL)[0]))


thread = threading.Thread(target=receive)
thread.start()
print('sent:', b.send(bytes(SIZE)), b.sendmsg([bytes(SIZE), bytes(SIZE)]))
thread.join()
print('received:', received)
