"""
A database in two files, for where there is no other: NAME.dat has the values, each at a multiple of 512 bytes, and NAME.dir a line for
each key: where its value is, and how long. NAME.bak is the index before the last change.

Nothing keeps two programs from writing at once, and space is not used again.
"""
import ast as _ast
import collections.abc
import io as _io
import os as _os

__all__ = ['error', 'open']

_BLOCKSIZE = 512
_CLOSED = 'DBM object has already been closed'

error = OSError


def _encoded(given):
    return given.encode('utf-8') if isinstance(given, str) else given


def _as_bytes(given, what):
    if isinstance(given, (str, bytes, bytearray)):
        return bytes(_encoded(given))
    raise TypeError(f'{what} must be bytes or strings')


def _blocks(size):
    return -(-size // _BLOCKSIZE)


class _Database(collections.abc.MutableMapping):

    # Still there when the interpreter ends and a database is closed by __del__.
    _os, _io = _os, _io

    def __init__(self, filebasename, mode, flag='c'):
        # Keys, each with the place and the length of its value; None when the database is closed.
        self._index, self._modified, self._mode, self._readonly = None, False, mode, flag == 'r'
        names = [_os.fsencode(filebasename) + suffix for suffix in (b'.dir', b'.dat', b'.bak')]
        self._dirfile, self._datfile, self._bakfile = names
        if flag == 'n':
            for name in names:
                self._try(_os.remove, name)
        self._read_or_make(self._datfile, flag)
        lines = self._read_or_make(self._dirfile, flag)
        entries = map(_ast.literal_eval, lines)
        self._index = {key.encode('Latin-1'): place for key, place in entries}

    def _read_or_make(self, path, flag):
        """The lines of an index; the values' file is only opened."""
        try:
            with self._open(path, 'r') as file:
                return [line.rstrip() for line in file] if path == self._dirfile else []
        except OSError:
            if flag in ('r', 'w'):
                raise
            with self._open(path, 'w'):
                self._chmod(path)
            return []

    @staticmethod
    def _try(change, *names):
        try:
            change(*names)
        except OSError:
            pass

    def _open(self, path, mode):
        return self._io.open(path, mode, encoding='Latin-1')

    def _chmod(self, path):
        self._os.chmod(path, self._mode)

    def _write_lines(self, mode, entries):
        with self._open(self._dirfile, mode) as file:
            self._chmod(self._dirfile)
            for key, place in entries:
                # Each byte as a letter of its own.
                file.write(f'{key.decode("Latin-1")!r}, {place}\n')

    def sync(self):
        """Writes the index, and keeps the one before."""
        if self._index is not None and self._modified:
            self._try(self._os.unlink, self._bakfile)
            self._try(self._os.rename, self._dirfile, self._bakfile)
            self._write_lines('w', self._index.items())
            self._modified = False

    _commit = sync

    def _opened(self):
        if self._index is None:
            raise error(_CLOSED)
        return self._index

    def _verify_writable(self):
        if self._readonly:
            raise error('The database is opened for reading only')

    def __getitem__(self, key):
        place, size = self._opened()[_encoded(key)]
        with _io.open(self._datfile, 'rb') as file:
            file.seek(place)
            return file.read(size)

    def _append(self, value):
        with _io.open(self._datfile, 'rb+') as file:
            end = file.seek(0, 2)
            place = _blocks(end) * _BLOCKSIZE
            file.write(bytes(place - end) + value)
        return place, len(value)

    def _overwrite(self, place, value):
        with _io.open(self._datfile, 'rb+') as file:
            file.seek(place)
            file.write(value)
        return place, len(value)

    def __setitem__(self, key, value):
        self._verify_writable()
        key, value = _as_bytes(key, 'keys'), _as_bytes(value, 'values')
        index = self._opened()
        self._modified = True
        if key in index:
            place, size = index[key]
            fits = _blocks(len(value)) <= _blocks(size)
            # The line in the file is wrong until the database is closed.
            index[key] = self._overwrite(place, value) if fits else self._append(value)
        else:
            index[key] = self._append(value)
            self._write_lines('a', [(key, index[key])])

    def __delitem__(self, key):
        self._verify_writable()
        index = self._opened()
        self._modified = True
        del index[_encoded(key)]
        self._commit()

    def __contains__(self, key):
        return _encoded(key) in self._opened()

    def __len__(self):
        return len(self._opened())

    def __iter__(self):
        return iter(self._opened())

    iterkeys = __iter__

    def keys(self):
        return list(self._opened())

    def items(self):
        return [(key, self[key]) for key in self._opened()]

    def close(self):
        try:
            self.sync()
        finally:
            self._index = None

    def __del__(self):
        self.close()

    def __enter__(self):
        """Closes itself at the end of the block."""
        return self

    def __exit__(self, *_):
        self.close()


def open(file, flag='c', mode=0o666):
    """
    Open a database. flag: 'r' to read one that is there, 'w' to write it too, 'c' to make it where it is missing, 'n' to make it anew.
    mode: the permissions of new files, before the umask.
    """
    umask = _os.umask(0)
    _os.umask(umask)
    if flag not in ('r', 'w', 'c', 'n'):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    return _Database(file, mode & ~umask, flag=flag)
