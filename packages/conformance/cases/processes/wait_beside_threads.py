# waitpid, wait and waitid: a thread that waits for a child stops no other, and each child is found once.
# conformance: needs=processes
import os
import threading


def sleeper(seconds, status):
    return os.posix_spawn('/bin/sh', ['sh', '-c', f'sleep {seconds}; exit {status}'], {})


def tick():
    for _ in range(3):
        stop.wait(0.01)
        ticks.append(1)


stop = threading.Event()
ticks = []
ticker = threading.Thread(target=tick)
ticker.start()
first = sleeper(0.2, 3)
print(os.waitpid(first, 0) == (first, 3 << 8), len(ticks))
ticker.join()

found = {}


def wait_for_any():
    pid, status = os.wait()
    found[pid] = os.waitstatus_to_exitcode(status)


threads = [threading.Thread(target=wait_for_any) for _ in range(3)]
# It ends when the pipe does: until then the threads wait, and have to hear of the others.
r, w = os.pipe()
os.set_inheritable(r, True)
pids = [os.posix_spawn('/bin/sh', ['sh', '-c', f'read line <&{r}; exit 1'], {})]
for thread in threads:
    thread.start()
pids += [sleeper(0.05, 2), sleeper(0.1, 3)]
os.close(w)
for thread in threads:
    thread.join()
print([found.get(pid) for pid in pids])

pid = sleeper(0.05, 5)
result = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print(result.si_pid == pid, result.si_status, result.si_code == os.CLD_EXITED)
fd = os.pidfd_open(pid)
print(os.waitid(os.P_PIDFD, fd, os.WEXITED).si_status)
os.close(fd)
for call in (os.wait, lambda: os.waitpid(-1, os.WNOHANG), lambda: os.waitpid(pid, 0)):
    try:
        print(call())
    except ChildProcessError as error:
        print(type(error).__name__)
