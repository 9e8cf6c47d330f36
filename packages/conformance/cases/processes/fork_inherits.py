# conformance: time-limit=120 needs=processes
# What a forked child has: memory, open files with one offset, sockets, the folder, the umask, signals, at-fork functions.
import os
import signal
import socket
import sys
import warnings


def in_child(function, *args):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        function(*args)
        sys.stdout.flush()
        os._exit(3)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


warnings.simplefilter('ignore')
os.chdir('/')
os.umask(0o27)
left, right = socket.socketpair()
right.settimeout(5)
lines = open(__file__)
first = lines.readline()
parent = os.getpid()
in_child(lambda: print(os.getcwd(), oct(os.umask(0)), os.getppid() == parent, right.gettimeout(), right.family))
in_child(right.sendall, b'from the child')
print(left.recv(100))
raw = os.open(__file__, os.O_RDONLY)
in_child(os.read, raw, 10)
print(os.lseek(raw, 0, os.SEEK_CUR), lines.readline() == '')

called = []
for when in 'before', 'after_in_parent', 'after_in_child':
    os.register_at_fork(**{when: lambda when=when: called.append(when)})
in_child(lambda: print(called))
print(called)

signal.signal(signal.SIGUSR1, lambda *_: print('handled'))
in_child(signal.raise_signal, signal.SIGUSR1)
