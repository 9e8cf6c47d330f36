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


def _as_bytes(given, what):
    if isinstance(given, str):
        return given.encode('utf-8')
    if not isinstance(given, (bytes, bytearray)):
        raise TypeError(f'{what} must be bytes or strings')
    return bytes(given)


class _Database(collections.abc.MutableMapping):

    # Still there when the interpreter ends and a database is closed by __del__.
    _os = _os
    _io = _io

    def __init__(self, filebasename, mode, flag='c'):
        filebasename = _os.fsencode(filebasename)
        self._mode = mode
        self._readonly = flag == 'r'
        self._dirfile = filebasename + b'.dir'
        self._datfile = filebasename + b'.dat'
        self._bakfile = filebasename + b'.bak'
        # Keys, each with the place and the length of its value; None when the database is closed.
        self._index = None
        self._create(flag)
        self._update(flag)

    def _create(self, flag):
        if flag == 'n':
            for name in self._datfile, self._bakfile, self._dirfile:
                try:
                    _os.remove(name)
                except OSError:
                    pass
        try:
            file = _io.open(self._datfile, 'r', encoding='Latin-1')
        except OSError:
            if flag not in ('c', 'n'):
                raise
            file = _io.open(self._datfile, 'w', encoding='Latin-1')
            self._chmod(self._datfile)
        file.close()

    def _update(self, flag):
        self._modified = False
        self._index = {}
        try:
            file = _io.open(self._dirfile, 'r', encoding='Latin-1')
        except OSError:
            if flag not in ('c', 'n'):
                raise
            with _io.open(self._dirfile, 'w', encoding='Latin-1'):
                self._chmod(self._dirfile)
            return
        with file:
            for line in file:
                key, place = _ast.literal_eval(line.rstrip())
                self._index[key.encode('Latin-1')] = place

    def _commit(self):
        """Writes the index, and keeps the one before."""
        if self._index is None or not self._modified:
            return
        for change, names in (self._os.unlink, [self._bakfile]), (self._os.rename, [self._dirfile, self._bakfile]):
            try:
                change(*names)
            except OSError:
                pass
        with self._io.open(self._dirfile, 'w', encoding='Latin-1') as file:
            self._chmod(self._dirfile)
            for key, place in self._index.items():
                # Each byte as a letter of its own.
                file.write(f'{key.decode("Latin-1")!r}, {place}\n')
        self._modified = False

    sync = _commit

    def _verify_open(self):
        if self._index is None:
            raise error(_CLOSED)

    def _verify_writable(self):
        if self._readonly:
            raise error('The database is opened for reading only')

    def __getitem__(self, key):
        if isinstance(key, str):
            key = key.encode('utf-8')
        self._verify_open()
        place, size = self._index[key]
        with _io.open(self._datfile, 'rb') as file:
            file.seek(place)
            return file.read(size)

    def _append(self, value):
        with _io.open(self._datfile, 'rb+') as file:
            end = file.seek(0, 2)
            place = (end + _BLOCKSIZE - 1) // _BLOCKSIZE * _BLOCKSIZE
            file.write(bytes(place - end) + value)
        return place, len(value)

    def _overwrite(self, place, value):
        with _io.open(self._datfile, 'rb+') as file:
            file.seek(place)
            file.write(value)
        return place, len(value)

    def _add_line(self, key, place):
        with _io.open(self._dirfile, 'a', encoding='Latin-1') as file:
            self._chmod(self._dirfile)
            file.write(f'{key.decode("Latin-1")!r}, {place}\n')

    def __setitem__(self, key, value):
        self._verify_writable()
        key, value = _as_bytes(key, 'keys'), _as_bytes(value, 'values')
        self._verify_open()
        self._modified = True
        if key not in self._index:
            self._index[key] = self._append(value)
            self._add_line(key, self._index[key])
            return
        place, size = self._index[key]
        fits = (len(value) + _BLOCKSIZE - 1) // _BLOCKSIZE <= (size + _BLOCKSIZE - 1) // _BLOCKSIZE
        # The line in the file is wrong until the database is closed.
        self._index[key] = self._overwrite(place, value) if fits else self._append(value)

    def __delitem__(self, key):
        self._verify_writable()
        if isinstance(key, str):
            key = key.encode('utf-8')
        self._verify_open()
        self._modified = True
        del self._index[key]
        self._commit()

    def keys(self):
        self._verify_open()
        return list(self._index)

    def items(self):
        self._verify_open()
        return [(key, self[key]) for key in self._index]

    def __contains__(self, key):
        if isinstance(key, str):
            key = key.encode('utf-8')
        self._verify_open()
        return key in self._index

    def iterkeys(self):
        self._verify_open()
        return iter(self._index)

    __iter__ = iterkeys

    def __len__(self):
        self._verify_open()
        return len(self._index)

    def close(self):
        try:
            self._commit()
        finally:
            self._index = self._datfile = self._dirfile = self._bakfile = None

    __del__ = close

    def _chmod(self, file):
        self._os.chmod(file, self._mode)

    def __enter__(self):
        return self

    def __exit__(self, *args):
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
