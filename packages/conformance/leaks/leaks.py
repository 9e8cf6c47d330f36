"""Whether processes leave anything: 2,000 programs, 2,000 forks, and programs that are killed at any moment.

    python3 leaks.py [--spawns 2000] [--forks 2000] [--rounds 20] [--kills 20] [--kind KIND] [--python PROGRAM] [--seed N]

Runs with any Python, and tries PROGRAM, or itself. Exit code 1 when a process, descriptor, semaphore or segment stays.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
import uuid

FOLDER = os.path.dirname(os.path.abspath(__file__))
MARK = 'PYSOCK_LEAKS'
# Not 'manager': its server goes on when its parent is killed, as it does with any Python.
KINDS = 'spawns', 'pipes', 'pool', 'memory', 'forks'
# Seconds that a process may take to see that its parent has ended, and what it shares to be cleaned up.
GRACE = 30


def marked(mark):
    """The processes that were started below one with this mark, zombies left out."""
    found = []
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{name}/environ', 'rb') as file:
                if mark.encode() not in file.read().split(b'\0'):
                    continue
            with open(f'/proc/{name}/cmdline', 'rb') as file:
                words = file.read().split(b'\0')
            if words != [b'']:
                found.append((int(name), b' '.join(words).decode(errors='replace')[-120:]))
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            pass
    return found


def left_over(mark, before):
    return [*marked(mark), *sorted(set(os.listdir('/dev/shm')) - before)]


def wait_for_nothing(mark, before, grace=GRACE):
    end = time.monotonic() + grace
    while (left := left_over(mark, before)) and time.monotonic() < end:
        time.sleep(0.05)
    for each in left:
        if isinstance(each, tuple):
            os.kill(each[0], signal.SIGKILL)
    return left


def start(python, *words):
    mark = f'{MARK}={uuid.uuid4()}'
    environment = {**os.environ, MARK: mark.partition('=')[2]}
    child = subprocess.Popen(
        [python, *words], cwd=FOLDER, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    return child, mark


def many(python, spawns, forks, rounds):
    before = set(os.listdir('/dev/shm'))
    child, mark = start(python, 'spawns.py', str(spawns), str(forks), str(rounds))
    said, errors = child.communicate()
    left = wait_for_nothing(mark, before)
    what = f'{spawns} programs, {forks} forks, {rounds} rounds of multiprocessing:'
    print(what, said.strip(), errors[-500:], left or '', flush=True)
    return child.returncode == 0 and not left


def killed(python, kind, moment, is_under_way):
    """Kills it so many seconds after its start, or after it is under way."""
    before = set(os.listdir('/dev/shm'))
    child, mark = start(python, 'killed.py', kind)
    if is_under_way:
        child.stdout.readline()
    time.sleep(moment)
    child.kill()
    child.wait()
    left = wait_for_nothing(mark, before)
    child.stdout.close()
    child.stderr.close()
    when = 'under way' if is_under_way else 'starting'
    print(f'{kind} killed {moment:.3f} s, {when}:', left or 'nothing is left', flush=True)
    return not left


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--spawns', type=int, default=2000)
    parser.add_argument('--forks', type=int, default=2000)
    parser.add_argument('--rounds', type=int, default=20)
    parser.add_argument('--kills', type=int, default=20)
    parser.add_argument('--kind', choices=KINDS, action='append', help='what is killed: all, without it')
    parser.add_argument('--python', default=sys.executable)
    parser.add_argument('--seed', type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print('seed', options.seed, flush=True)
    chance = random.Random(options.seed)
    results = []
    if options.spawns or options.forks or options.rounds:
        results.append(many(options.python, options.spawns, options.forks, options.rounds))
    for number in range(options.kills):
        is_under_way = chance.random() < 0.7
        kinds = options.kind or KINDS
        results.append(killed(options.python, kinds[number % len(kinds)], chance.uniform(0, 1.5), is_under_way))
    return 0 if all(results) else 1


if __name__ == '__main__':
    sys.exit(main())
