"""Standard streams that write to the system's log, for applications on Apple's mobile systems, which have no terminal."""
import sys
from io import RawIOBase, TextIOWrapper

from _android_support import as_message, as_text


def init_streams(log_write, stdout_level, stderr_level):
    """Has sys.stdout and sys.stderr write to the log, at a level each."""
    for name, level in ('stdout', stdout_level), ('stderr', stderr_level):
        setattr(sys, name, SystemLog(log_write, level, errors=getattr(sys, name).errors))


class SystemLog(TextIOWrapper):
    """A text stream whose lines are messages of the log."""

    def __init__(self, log_write, level, **kwargs):
        super().__init__(LogStream(log_write, level), **{'encoding': 'UTF-8', 'line_buffering': True, **kwargs})

    def __repr__(self):
        return f'<SystemLog (level {self.buffer.level})>'

    def write(self, s):
        text = as_text(s)
        for line in text.splitlines(keepends=True):
            super().write(line)
        return len(text)


class LogStream(RawIOBase):
    """A stream of bytes in which each write is a message."""

    def __init__(self, log_write, level):
        self.log_write, self.level = log_write, level

    def __repr__(self):
        return f'<LogStream (level {self.level!r})>'

    def writable(self):
        """It is for writing alone."""
        return True

    def write(self, b):
        message, size = as_message(b)
        if message:
            self.log_write(self.level, message)
        return size
