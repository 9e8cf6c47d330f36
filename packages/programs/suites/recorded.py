"""A plugin of pytest's: a line of JSON for each test as it begins and ends, in the file that RECORDED names. What stands there is not run again."""
import json
import os

import pytest

_PATH = os.environ['RECORDED']


def _write(test, outcome):
    with open(_PATH, 'a', encoding='utf-8') as file:
        file.write(json.dumps([test, outcome]) + '\n')


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    try:
        with open(_PATH, encoding='utf-8') as file:
            done = {json.loads(line)[0] for line in file}
    except FileNotFoundError:
        return
    left = [item for item in items if item.nodeid not in done]
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in done])
    items[:] = left


def pytest_runtest_logstart(nodeid):
    _write(nodeid, 'begun')


def pytest_runtest_logreport(report):
    if report.when == 'call' or report.outcome != 'passed':
        outcome = 'x' + report.outcome if hasattr(report, 'wasxfail') else report.outcome
        _write(report.nodeid, 'error' if report.failed and report.when != 'call' else outcome)


def pytest_collectreport(report):
    if report.failed:
        _write(f'collecting {report.nodeid}', 'error')
