# conformance: time-limit=120 needs=processes long
# os.forkpty and pty.fork: the child leads a session whose terminal is its standard streams; the parent has the other end.
import os
import pty


def describe(fd):
    print(fd, [os.isatty(stream) for stream in range(3)], [os.get_inheritable(stream) for stream in range(3)])
    print('ready', flush=True)
    print(os.getsid(0) == os.getpid() == os.tcgetpgrp(0), os.ttyname(1).rpartition('/')[0], repr(input()), flush=True)


def output(fd, text=b''):
    try:
        while some := os.read(fd, 1000):
            text += some
    except OSError as error:
        print(error.errno)
    return text


for fork in os.forkpty, pty.fork:
    pid, master = fork()
    if pid == 0:
        describe(master)
        os._exit(3)
    print(os.get_inheritable(master))
    # The terminal's echo comes behind what the child has written.
    text = b''
    while b'ready' not in text:
        text += os.read(master, 1000)
    os.write(master, b'typed\n')
    print(output(master, text), os.waitpid(pid, 0)[1], flush=True)
    os.close(master)
pid, master = os.forkpty()
if pid == 0:
    os.execvp('sh', ['sh', '-c', 'test -t 0 && echo executed > /dev/tty'])
print(output(master), os.waitpid(pid, 0)[1])
