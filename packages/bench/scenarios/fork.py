"""A fork, with 40 MB in use, until the child runs: fork.py first|next. The next ones have had time in between."""

import os
import sys
import time

from measure import say

# Beside the interpreter's own 30 MB.
DATA = bytearray(os.urandom(1 << 20)) * 10
# What prepares the next fork is done by then.
PAUSE = 1
MOST = 3


def forked():
    """Seconds from the call of fork until the child's first line."""
    reading, writing = os.pipe()
    start = time.perf_counter()
    if (pid := os.fork()) == 0:
        os.write(writing, b'.')
        os._exit(0)
    os.read(reading, 1)
    seconds = time.perf_counter() - start
    os.waitpid(pid, 0)
    os.close(reading)
    os.close(writing)
    return seconds


def forked_first():
    """The same in a process that has never forked: in a child."""
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        time.sleep(PAUSE)
        os.write(writing, str(forked()).encode())
        os._exit(0)
    os.close(writing)
    seconds = float(os.read(reading, 100))
    os.close(reading)
    os.waitpid(pid, 0)
    return seconds


def forked_next():
    time.sleep(PAUSE)
    return forked()


def seconds_of(count):
    """Of as many forks as there is time for: the pauses would make a round of hundreds an hour's."""
    some = min(count, MOST)
    return sum(measured() for _ in range(some)) / some * count


measured = {'first': forked_first, 'next': forked_next}[sys.argv[1]]
forked()
say(ready=True)
while line := sys.stdin.readline():
    say(seconds=seconds_of(int(line)))
