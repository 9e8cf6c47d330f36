# Signals are the main thread's: its handlers run there while it joins, waits or receives, and threads stay blocked.
import os
import signal
import socket
import threading

a, b = socket.socketpair()
heard = []


def handler(number, frame):
    heard.append((signal.Signals(number).name, threading.current_thread() is threading.main_thread()))
    b.sendall(b"from the handler")


def listen():
    print("thread:", a.recv(100))


def kill():
    os.kill(os.getpid(), signal.SIGUSR1)


signal.signal(signal.SIGUSR1, handler)
listener = threading.Thread(target=listen)
listener.start()
threading.Timer(0.05, kill).start()
listener.join()
print(heard)

threading.Timer(0.05, kill).start()
print("main:", a.recv(100), len(heard))

never = threading.Event()
signal.signal(signal.SIGALRM, lambda number, frame: never.set())
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(never.wait())


def elsewhere():
    try:
        signal.signal(signal.SIGUSR1, handler)
    except ValueError as e:
        print(e)


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
a.close()
b.close()
