# SIGCHLD reaches a handler, which waits; a wait that it interrupts goes on.
# conformance: needs=processes
import os
import signal

ended = []


def handler(signum, frame):
    ended.append(signum)


signal.signal(signal.SIGCHLD, handler)
quick = os.posix_spawn('/bin/true', ['true'], {})
slow = os.posix_spawn('/bin/sleep', ['sleep', '0.3'], {})
print(os.waitpid(slow, 0)[1])
while len(ended) < 1:
    signal.pause()
print(ended[0] == signal.SIGCHLD, os.waitpid(quick, 0)[1])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
pid = os.posix_spawn('/bin/true', ['true'], {})
try:
    print(os.waitpid(pid, 0))
except ChildProcessError as error:
    print(type(error).__name__)
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
print(os.system('exit 3'), os.system('kill -9 $$'), os.waitstatus_to_exitcode(os.system('true')))
