"""Runs a command on a terminal, types what the arguments say, and prints what appeared and how the command ended."""
import json
import os
import pty
import re
import select
import sys
import time

command, steps = json.loads(sys.argv[1]), json.loads(sys.argv[2])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)

output = b''
seen = 0


def text():
    return re.sub(r'\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]', '', output.decode(errors='replace')).replace('\r\n', '\n')


def read(until, seconds=50):
    """Reads until the text holds `until` after what was waited for before; to the end when that is None."""
    global output, seen
    end = time.monotonic() + seconds
    while until is None or until not in text()[seen:]:
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            sys.exit(f'{until!r} did not appear: {text()[seen:]!r}')
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        output += data
    if until is not None:
        seen = text().index(until, seen) + len(until)


for until, typed in steps:
    read(until)
    os.write(terminal, typed.encode())
read(None)
print(json.dumps({'output': text(), 'status': os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}))
