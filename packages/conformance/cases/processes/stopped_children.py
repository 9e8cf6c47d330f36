# waitpid with WUNTRACED and WCONTINUED: children that were stopped and go on, alone and beside a thread.
# conformance: needs=processes
import os
import signal
import threading


def follow():
    pid = os.posix_spawn('/bin/sleep', ['sleep', '60'], {})
    os.kill(pid, signal.SIGSTOP)
    status = os.waitpid(pid, os.WUNTRACED)[1]
    print(os.WIFSTOPPED(status), os.WSTOPSIG(status) == signal.SIGSTOP)
    os.kill(pid, signal.SIGCONT)
    print(os.WIFCONTINUED(os.waitpid(pid, os.WCONTINUED)[1]))
    os.kill(pid, signal.SIGTERM)
    pid, status, usage = os.wait4(pid, 0)
    print(os.WIFSIGNALED(status), os.WTERMSIG(status), usage.ru_maxrss > 0)


follow()
done = threading.Event()
thread = threading.Thread(target=done.wait)
thread.start()
follow()
done.set()
thread.join()
