# A pipe that others write to and read from while the child starts, of which the child has both ends, is the child's as well.
# conformance: needs=processes long
import os
import subprocess
import sys

READS = 'import os, sys; print([os.fstat(int(fd)).st_mode & 0o170000 == 0o010000 for fd in sys.argv[1:]])'


def use(pipe):
    reading, writing = pipe
    os.write(writing, b'x')
    os.read(reading, 1)


pipes = [os.pipe() for _ in range(3)]
# Not the lowest numbers that are free.
pipes = [[os.dup2(fd, 10 + fd) for fd in pipe] for pipe in pipes]
descriptors = [fd for pipe in pipes for fd in pipe]
child = subprocess.Popen(
    [sys.executable, '-c', READS, *map(str, descriptors)], pass_fds=descriptors, stdout=subprocess.PIPE
)
while child.poll() is None:
    for pipe in pipes:
        use(pipe)
print(child.stdout.read())
child.stdout.close()
