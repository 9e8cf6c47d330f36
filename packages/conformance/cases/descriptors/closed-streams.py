# A standard stream that was closed when the program started is None, and its number is the next file's.
# conformance: needs=processes
import os
import sys

CHILD = """
import os, sys
out = sys.stdout or sys.stderr
print(sys.stdin is None, sys.stdout is None, sys.stderr is None, file=out)
print([os.path.exists(f"/proc/self/fd/{fd}") for fd in range(3)], os.open(".", os.O_RDONLY), file=out)
try:
    input()
except (RuntimeError, EOFError) as error:
    print(type(error).__name__, error, file=out)
print("to stdout")
"""
for closed in (0, 1, 2):
    sys.stdout.flush()
    actions = [(os.POSIX_SPAWN_CLOSE, closed)]
    if closed != 0:
        actions.append((os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0))
    pid = os.posix_spawn(sys.executable, [sys.executable, "-c", CHILD], os.environ, file_actions=actions)
    print(closed, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
