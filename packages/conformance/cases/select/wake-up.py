# signal.set_wakeup_fd: the number of a signal arrives at a socket, so that a loop around select wakes for it.
import os
import select
import signal
import socket

receiver, sender = socket.socketpair()
receiver.setblocking(False)
sender.setblocking(False)
print(signal.set_wakeup_fd(sender.fileno()))
handled = []
signal.signal(signal.SIGUSR1, lambda number, frame: handled.append("USR1"))
signal.signal(signal.SIGUSR2, lambda number, frame: handled.append("USR2"))

os.kill(os.getpid(), signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR2)
print(select.select([receiver], [], [])[0] == [receiver], handled)
print([signal.Signals(number).name for number in receiver.recv(100)])

signal.signal(signal.SIGALRM, lambda number, frame: handled.append("ALRM"))
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(select.select([receiver], [], [])[0] == [receiver], handled[2:], receiver.recv(100) == bytes([signal.SIGALRM]))
print(signal.set_wakeup_fd(-1) == sender.fileno())
os.kill(os.getpid(), signal.SIGUSR1)
print(select.select([receiver], [], [], 0.01), handled[-1])
try:
    signal.set_wakeup_fd(999)
except (ValueError, OSError) as e:
    print(type(e).__name__)
receiver.close()
sender.close()
