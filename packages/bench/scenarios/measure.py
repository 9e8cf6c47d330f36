"""How a scenario is measured: who runs it writes a number of operations, and reads back how long they took."""

import json
import sys
import time


def say(**message):
    print(json.dumps(message), flush=True)


def rounds():
    """Yields the operations of each round; what the caller does before it asks for the next is what is timed."""
    say(ready=True)
    while line := sys.stdin.readline():
        count = int(line)
        start = time.perf_counter()
        yield count
        say(seconds=time.perf_counter() - start)


def allow_descriptors():
    """As many open files as the system permits this program."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
