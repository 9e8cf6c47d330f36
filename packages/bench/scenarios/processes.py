"""Starts processes, and waits until they have ended, or all workers of a pool have begun: processes.py spawn|run|pool"""

import multiprocessing
import os
import subprocess
import sys

from measure import rounds


def spawn():
    os.waitpid(os.posix_spawn('/bin/true', ['true'], os.environ), 0)


def run():
    subprocess.run(['true'])


def begin(begun):
    begun.release()


def pool():
    """By spawn: what a fork copies is another matter."""
    context = multiprocessing.get_context('spawn')
    begun = context.Semaphore(0)
    with context.Pool(4, begin, (begun,)):
        for _ in range(4):
            begun.acquire()


if __name__ == '__main__':
    operation = {'spawn': spawn, 'run': run, 'pool': pool}[sys.argv[1]]
    for count in rounds():
        for _ in range(count):
            operation()
