# conformance: time-limit=120 needs=processes long
# os.fork in the middle of everything: the child goes on from there, with copies of all that the parent has.
import contextlib
import contextvars
import functools
import os


def fork():
    pid = os.fork()
    return 0 if pid == 0 else os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Forks:
    def __init__(self):
        self.result = fork()

    def __call__(self):
        return fork()


@contextlib.contextmanager
def manager():
    yield fork()


def within():
    with manager() as result, open('/dev/null'):
        return result


def raising():
    try:
        try:
            raise KeyError('first')
        except KeyError:
            if fork() == 0:
                raise ValueError('in the child')
            raise
    except (KeyError, ValueError) as error:
        return repr(error), repr(error.__context__)


for name, call in {
    'function': fork,
    'object': lambda: Forks().result,
    'call': lambda: Forks.__new__(Forks)(),
    'partial': functools.partial(functools.partial(fork)),
    'context': lambda: contextvars.copy_context().run(fork),
    'with': within,
    'raise': raising,
    'comprehension': lambda: {number: [fork() for _ in 'a'] for number in range(1)},
    'exec': lambda: exec('globals()["result"] = fork()') or result,
}.items():
    parent = os.getpid()
    outcome = call()
    print(name, outcome, 'parent' if os.getpid() == parent else 'child', flush=True)
    if os.getpid() != parent:
        os._exit(7)
