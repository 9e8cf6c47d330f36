"""
Pyodide's own distribution for pip: a page of links to its compiled wheels, as PEP 503 has them, made of the lock file that comes with
Pyodide, and pip's configuration that names it. The wheels themselves are fetched from Pyodide's content delivery network.
"""
import configparser
import html
import json
import os
import pathlib
import re
import sys

from ensurepip._wheel import _PACKAGE

_NETWORK = 'https://cdn.jsdelivr.net/pyodide/v{version}/full/'


def _distribution():
    """The folder of the npm package pyodide. Raises FileNotFoundError."""
    folder = _PACKAGE
    while True:
        found = os.path.join(folder, 'node_modules', 'pyodide')
        if os.path.exists(os.path.join(found, 'pyodide-lock.json')):
            return found
        parent = os.path.dirname(folder)
        if parent == folder:
            raise FileNotFoundError(f'pyodide-lock.json is nowhere above {_PACKAGE}')
        folder = parent


def links():
    """For each project that has a compiled wheel: its file's address and SHA-256."""
    folder = _distribution()
    with open(os.path.join(folder, 'package.json'), encoding='utf-8') as file:
        base = _NETWORK.format(version=json.load(file)['version'])
    with open(os.path.join(folder, 'pyodide-lock.json'), encoding='utf-8') as file:
        packages = json.load(file)['packages']
    return {re.sub('[-_.]+', '-', package['name']).lower(): (base + package['file_name'], package['sha256'])
            for package in packages.values() if package['file_name'].endswith('wasm32.whl')}


def page():
    """Where the page lies."""
    return os.path.join(sys.prefix, 'pyodide-index.html')


def write():
    """Writes the page. Returns its address."""
    rows = (f'<a href="{html.escape(url)}#sha256={digest}">{html.escape(url.rpartition("/")[2])}</a>\n'
            for _, (url, digest) in sorted(links().items()))
    os.makedirs(sys.prefix, exist_ok=True)
    with open(page(), 'w', encoding='utf-8') as file:
        file.write('<!DOCTYPE html>\n<html><body>\n' + ''.join(rows) + '</body></html>\n')
    return pathlib.Path(page()).as_uri()


def switch(on):
    """Has this prefix's pip look there too, or no longer."""
    path = os.path.join(sys.prefix, 'pip.conf')
    config = configparser.RawConfigParser()
    config.read(path, encoding='utf-8')
    if not config.has_section('global'):
        config.add_section('global')
    if on:
        config.set('global', 'find-links', write())
        # Before a newer version that would have to be built.
        config.set('global', 'prefer-binary', 'true')
    else:
        config.remove_option('global', 'find-links')
        config.remove_option('global', 'prefer-binary')
        if os.path.exists(page()):
            os.remove(page())
    os.makedirs(sys.prefix, exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        config.write(file)
