# What is looked at first when several arguments are wrong: termios.tcsetattr, mmap of no bytes.
import mmap
import os
import pty
import tempfile
import termios


def attempt(name, call, *args, **options):
    try:
        print(name, call(*args, **options))
    except (OSError, OverflowError, TypeError, ValueError, termios.error) as error:
        print(name, type(error).__name__, error)


with tempfile.TemporaryFile() as file:
    for when, attributes in (99, [0] * 7), (0, []), (0, 5):
        attempt('file', termios.tcsetattr, file, when, attributes)
    attempt('empty file', mmap.mmap, file.fileno(), 0)
ours, theirs = pty.openpty()
given = termios.tcgetattr(theirs)
for when in 0, 99:
    for attributes in given[:6] + [[0] * 5], given[:6] + [['x'] * 32], ['x', *given[1:]], given[:6] + [0]:
        attempt('terminal', termios.tcsetattr, theirs, when, attributes)
KINDS = {}, {'prot': 99}, {'flags': 1, 'access': 1}, {'access': 1}, {'trackfd': False}, {'offset': 5}
for options in KINDS:
    attempt('nothing', mmap.mmap, -1, 0, **options)
attempt('less than nothing', mmap.mmap, -1, -1)
os.close(ours)
os.close(theirs)
