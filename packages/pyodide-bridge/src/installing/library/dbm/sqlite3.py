"""A database of SQLite with one table of keys and values."""
import os
import sqlite3
from collections.abc import MutableMapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_CREATE = 'CREATE TABLE IF NOT EXISTS Dict (key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)'
_SIZE = 'SELECT COUNT (key) FROM Dict'
_FIND = 'SELECT value FROM Dict WHERE key = CAST(? AS BLOB)'
_STORE = 'REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), CAST(? AS BLOB))'
_DELETE = 'DELETE FROM Dict WHERE key = CAST(? AS BLOB)'
_KEYS = 'SELECT key FROM Dict'

_MODES = {'r': 'ro', 'w': 'rw', 'c': 'rwc', 'n': 'rwc'}


class error(OSError):
    pass


@contextmanager
def _as_error():
    try:
        yield
    except sqlite3.Error as exc:
        raise error(str(exc))


def _normalize_uri(path):
    uri = Path(path).absolute().as_uri()
    while '//' in uri:
        uri = uri.replace('//', '/')
    return uri


class _Database(MutableMapping):

    def __init__(self, path, /, *, flag, mode):
        if hasattr(self, '_cx'):
            raise error('DBM object does not support reinitialization')
        path = os.fsdecode(path)
        if flag not in _MODES:
            raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n', not {!r}".format(flag))
        if flag == 'n':
            with suppress(FileNotFoundError):
                os.remove(path)
        if flag in 'cn':
            # SQLite would give a new file the permissions that it likes.
            Path(path).touch(mode=mode, exist_ok=True)
        uri = f'{_normalize_uri(path)}?mode={_MODES[flag]}'
        if flag == 'r':
            # One that nobody writes to can be read in a folder that nobody may write to.
            with suppress(OSError):
                if not os.access(path, os.W_OK) or not os.access(os.path.dirname(os.path.abspath(path)), os.W_OK):
                    uri += '&immutable=1'
        with _as_error():
            self._cx = sqlite3.connect(uri, uri=True, autocommit=True)
        if flag != 'r':
            # Written at once, but not waited for: the file stays whole if the program ends.
            with suppress(sqlite3.OperationalError):
                self._cx.execute('PRAGMA journal_mode = wal')
            if flag in 'cn':
                self._execute(_CREATE)

    def _execute(self, *args):
        if not self._cx:
            raise error('DBM object has already been closed')
        with _as_error():
            return closing(self._cx.execute(*args))

    def __len__(self):
        with self._execute(_SIZE) as cursor:
            return cursor.fetchone()[0]

    def __getitem__(self, key):
        with self._execute(_FIND, (key,)) as cursor:
            for value, in cursor:
                return value
        raise KeyError(key)

    def __setitem__(self, key, value):
        self._execute(_STORE, (key, value))

    def __delitem__(self, key):
        with self._execute(_DELETE, (key,)) as cursor:
            found = cursor.rowcount
        if not found:
            raise KeyError(key)

    def __iter__(self):
        with _as_error(), self._execute(_KEYS) as cursor:
            for key, in cursor:
                yield key

    def keys(self):
        """A list, as in the other kinds of databases."""
        return [*self]

    def close(self):
        connection, self._cx = self._cx, None
        if connection:
            connection.close()

    def __enter__(self):
        """Closes itself at the end of the block."""
        return self

    def __exit__(self, *_):
        self.close()


def open(filename, /, flag='r', mode=0o666):
    """
    Open a database. flag: 'r' to read one that is there, 'w' to write it too, 'c' to make it where it is missing, 'n' to make it anew.
    mode: the permissions of a new one, before the umask.
    """
    return _Database(filename, flag=flag, mode=mode)
