"""Standard streams that write to the system's log, for applications on Apple's mobile systems, which have no terminal."""
import io
import sys


def init_streams(log_write, stdout_level, stderr_level):
    """Has sys.stdout and sys.stderr write to the log, at a level each."""
    sys.stdout = SystemLog(log_write, stdout_level, errors=sys.stdout.errors)
    sys.stderr = SystemLog(log_write, stderr_level, errors=sys.stderr.errors)


class SystemLog(io.TextIOWrapper):
    """A text stream whose lines are messages of the log."""

    def __init__(self, log_write, level, **kwargs):
        kwargs.setdefault('encoding', 'UTF-8')
        kwargs.setdefault('line_buffering', True)
        super().__init__(LogStream(log_write, level), **kwargs)

    def __repr__(self):
        return f'<SystemLog (level {self.buffer.level})>'

    def write(self, s):
        if not isinstance(s, str):
            raise TypeError(f'write() argument must be str, not {type(s).__name__}')
        # A subclass's own __str__ is not asked.
        text = str.__str__(s)
        for line in text.splitlines(keepends=True):
            super().write(line)
        return len(text)


class LogStream(io.RawIOBase):
    """A stream of bytes in which each write is a message."""

    def __init__(self, log_write, level):
        self.log_write = log_write
        self.level = level

    def __repr__(self):
        return f'<LogStream (level {self.level!r})>'

    def writable(self):
        return True

    def write(self, b):
        if type(b) is not bytes:
            try:
                b = bytes(memoryview(b))
            except TypeError:
                raise TypeError(f'write() argument must be bytes-like, not {type(b).__name__}') from None
        if b:
            # C ends a message at a NUL byte: it is written as UTF-8's long form of it.
            self.log_write(self.level, b.replace(b'\x00', b'\xc0\x80'))
        return len(b)
