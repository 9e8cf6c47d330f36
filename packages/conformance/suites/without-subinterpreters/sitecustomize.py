"""For CPython's test_concurrent_futures on a Python without subinterpreters, and in the processes that its tests start.

Its module util names concurrent.futures.InterpreterPoolExecutor as it is imported, which is there only where there are
subinterpreters: so all of its tests would be lost, on CPython without them as well. Here that name is a class that cannot
be made, and what needs it fails.
"""

import sys

SUITE = 'test.test_concurrent_futures'


class InterpreterPoolExecutor:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError('there are no subinterpreters')


class Finder:
    """Finds nothing, and names the class before the suite is imported."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == SUITE:
            import concurrent.futures

            if not hasattr(concurrent.futures, 'InterpreterPoolExecutor'):
                concurrent.futures.InterpreterPoolExecutor = InterpreterPoolExecutor


sys.meta_path.insert(0, Finder)
