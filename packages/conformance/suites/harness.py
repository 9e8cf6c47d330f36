"""Runs tests of CPython's own test package, unedited, and tells what became of each.

Usage: python harness.py plan.json

The plan has: "package", a folder in which the package "test" lies; "modules", what to import; "tests", the ids to run, or
null to name them all and run none; "events", the file to which one JSON object is appended for each thing that happens;
"executable", what starts this interpreter, or null when that takes more than a name.
"""

import glob
import importlib
import importlib.util
import json
import os
import sys
import time
import traceback
import unittest

DETAIL = 6000


def succeeds(attempt):
    try:
        attempt()
    except Exception:
        return False
    return True


def name_executable(path):
    """Tests start sys.executable, which need not run by itself: it may have a loader and libraries of its own."""
    if path and not succeeds(start_interpreter):
        sys.executable = path


def start_interpreter():
    import subprocess

    subprocess.run([sys.executable, '-c', ''], check=True, capture_output=True)


class Events:
    def __init__(self, path):
        self.file = open(path, 'a', encoding='utf-8')

    def tell(self, event, **what):
        self.file.write(json.dumps({'event': event, **what}) + '\n')
        self.file.flush()


def have_suite_without_subinterpreters(modules, folder):
    """test_concurrent_futures is imported with a stand-in for what is not there, in programs that it starts too."""
    wanted = any(module.startswith('test.test_concurrent_futures') for module in modules)
    if not wanted or importlib.util.find_spec('_interpreters'):
        return
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'without-subinterpreters')
    sys.path.insert(1, source)
    sys.modules.pop('sitecustomize', None)
    importlib.import_module('sitecustomize')
    sys.path.remove(source)
    data = os.environ.get('XDG_DATA_HOME', '')
    os.environ['XDG_DATA_HOME'] = own = os.path.join(folder, 'data')
    for packages in glob.glob(os.path.join(data, '*', 'lib', '*', 'site-packages')):
        copy = os.path.join(own, os.path.relpath(packages, data))
        os.makedirs(copy)
        for path in [*glob.glob(os.path.join(packages, '*')), *glob.glob(os.path.join(source, '*.py'))]:
            os.symlink(path, os.path.join(copy, os.path.basename(path)))


def describe(err):
    """The last line of an exception, and its traceback."""
    kind, value, _ = err
    lines = ''.join(traceback.format_exception_only(kind, value)).strip().split('\n')
    return lines[0], ''.join(traceback.format_exception(*err))[-DETAIL:]


class Recorder(unittest.TestResult):
    """One status for each test. What its subtests came to counts for the test itself, the worst of it."""

    ORDER = 'PASS', 'SKIP', 'XFAIL', 'XPASS', 'FAIL'

    def __init__(self, events):
        super().__init__()
        self.events = events
        self.current = None
        self.status = 'PASS'
        self.reason = self.detail = ''
        self.started = 0.0

    def startTest(self, test):
        super().startTest(test)
        self.current = test.id()
        self.status, self.reason, self.detail = 'PASS', '', ''
        self.started = time.monotonic()
        self.events.tell('start', id=self.current)

    def stopTest(self, test):
        super().stopTest(test)
        self.end(self.current)
        self.current = None

    def end(self, id):
        seconds = round(time.monotonic() - self.started, 3) if self.current else 0
        self.events.tell(
            'end', id=id, status=self.status, reason=self.reason, detail=self.detail, seconds=seconds
        )

    def note(self, test, status, reason='', detail=''):
        if self.current is None:
            # A fixture of a class or module: "setUpClass (test.test_socket.BasicTCPTest)".
            self.status, self.reason, self.detail = status, reason, detail
            self.end(test.id())
        elif self.ORDER.index(status) > self.ORDER.index(self.status):
            self.status, self.reason, self.detail = status, reason, detail

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.note(test, 'SKIP', reason)

    def addError(self, test, err):
        super().addError(test, err)
        self.note(test, 'FAIL', *describe(err))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note(test, 'FAIL', *describe(err))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.note(test, 'FAIL', *describe(err))

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.note(test, 'XFAIL', describe(err)[0])

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.note(test, 'XPASS', 'unexpected success')


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


def load(name, events):
    """The tests of a module; a module that does not let itself be imported says why."""
    events.tell('module', module=name)
    try:
        module = importlib.import_module(name)
        found = list(flatten(unittest.defaultTestLoader.loadTestsFromModule(module)))
    except unittest.SkipTest as reason:
        events.tell('unloaded', module=name, status='SKIP', reason=str(reason), detail='')
        return []
    except Exception:
        reason, detail = describe(sys.exc_info())
        events.tell('unloaded', module=name, status='FAIL', reason=reason, detail=detail)
        return []
    events.tell('loaded', module=name, tests=[test.id() for test in found])
    return found


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        plan = json.load(file)
    sys.path.insert(1, plan['package'])
    events = Events(plan['events'])
    name_executable(plan['executable'])
    have_suite_without_subinterpreters(plan['modules'], os.path.dirname(os.path.abspath(sys.argv[1])))
    support = importlib.import_module('test.support')
    support.verbose = False
    tests = [test for name in plan['modules'] for test in load(name, events)]
    if plan['tests'] is not None:
        wanted = set(plan['tests'])
        suite = unittest.TestSuite(test for test in tests if test.id() in wanted)
        events.tell('ready')
        suite.run(Recorder(events))
    events.tell('done')


if __name__ == '__main__':
    main()
