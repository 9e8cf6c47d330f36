# conformance: time-limit=120 needs=processes long
# os.fork in generators, called by loops and by functions: the child takes what the generator has next.
import os


def fork():
    pid = os.fork()
    return 0 if pid == 0 else os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def generator():
    yield 'first'
    yield fork()
    yield from (yield from inner())


def inner():
    yield fork()
    return ['last']


for name, call in {
    'generator': lambda: [item for item in generator()],
    'next': lambda: [next(items := generator()), next(items), next(items), list(items)],
}.items():
    parent = os.getpid()
    outcome = call()
    print(name, outcome, 'parent' if os.getpid() == parent else 'child', flush=True)
    if os.getpid() != parent:
        os._exit(7)
