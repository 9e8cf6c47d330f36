"""
Databases that map bytes to bytes, each in a file or a few.

dbm.open() opens one that is there with the module that made it, and makes new ones with the first of dbm.sqlite3, dbm.gnu, dbm.ndbm and
dbm.dumb that this Python has.
"""
import importlib
import io
import os
import struct
import sys

__all__ = ['open', 'whichdb', 'error']


class error(Exception):
    """What this module itself raises."""


# And what any of the others does: each has an `error` of its own.
error = (error, OSError)

_names = [f'dbm.{kind}' for kind in ('sqlite3', 'gnu', 'ndbm', 'dumb')]
_modules, _defaultmod = {}, None


def _module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


ndbm = _module('dbm.ndbm')

_SQLITE_HEAD = b'SQLite format 3\x00'
_GNU_MAGICS = (0x13579ace, 0x13579acd, 0x13579acf)


def open(file, flag='r', mode=0o666):
    """
    Open a database. flag: 'r' to read one that is there, 'w' to write it too, 'c' to make it where it is missing, 'n' to make it anew.
    mode: the permissions of a new one, before the umask.
    """
    global _defaultmod
    if _defaultmod is None:
        _modules.update((name, module) for name in _names if (module := _module(name)) is not None)
        _defaultmod = next(iter(_modules.values()), None)
    if _defaultmod is None:
        raise ImportError('no dbm clone found; tried %s' % _names)
    kind = None if 'n' in flag else whichdb(file)
    if kind is None:
        if 'c' not in flag and 'n' not in flag:
            raise error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
        module = _defaultmod
    elif kind == '':
        raise error[0]('db type could not be determined')
    elif kind not in _modules:
        raise error[0](f'db type is {kind}, but the module is not available')
    else:
        module = _modules[kind]
    return module.open(file, flag, mode)


def _can_open(*paths):
    for path in paths:
        with io.open(path, 'rb'):
            pass


def _is_index(path):
    """Whether a file looks like the index of dbm.dumb: nothing, or lines that begin with a quotation mark."""
    if os.stat(path).st_size == 0:
        return True
    with io.open(path, 'rb') as file:
        return file.read(1) in (b"'", b'"')


def whichdb(filename):
    """The name of the module that made a database; '' where that cannot be told, None where it is not there or cannot be read."""
    filename = os.fsencode(filename)
    try:
        _can_open(filename + b'.pag', filename + b'.dir')
        return 'dbm.ndbm'
    except OSError:
        pass
    try:
        _can_open(filename + b'.db')
        if ndbm is not None:
            ndbm.open(filename).close()
            return 'dbm.ndbm'
    except OSError:
        pass
    try:
        os.stat(filename + b'.dat')
        if _is_index(filename + b'.dir'):
            return 'dbm.dumb'
    except OSError:
        pass
    try:
        with io.open(filename, 'rb') as file:
            head = file.read(16)
    except OSError:
        return None
    if head == _SQLITE_HEAD:
        return 'dbm.sqlite3'
    if len(head) >= 4 and struct.unpack('=l', head[:4])[0] in _GNU_MAGICS:
        return 'dbm.gnu'
    return ''


if __name__ == '__main__':
    for filename in sys.argv[1:]:
        print(whichdb(filename) or 'UNKNOWN', filename)
