"""Standard streams that write to Android's log, for applications, which have no terminal there."""
import sys
from io import RawIOBase, StringIO, TextIOWrapper, UnsupportedOperation
from threading import RLock
from time import sleep, time

# What the log keeps of a message, and letters of UTF-8 that always fit into it.
MAX_BYTES_PER_WRITE = 4000
MAX_CHARS_PER_WRITE = MAX_BYTES_PER_WRITE // 4

# How fast bytes are logged, and how many at once after a pause: the system drops what comes faster.
MAX_BYTES_PER_SECOND = 1024 * 1024
BUCKET_SIZE = 128 * 1024

# A message costs what it has and this: its time, level and tag.
PER_MESSAGE_OVERHEAD = 28

logcat = None


def init_streams(android_log_write, stdout_prio, stderr_prio):
    """Has sys.stdout and sys.stderr write to the log, at a level each."""
    if sys.executable:
        return
    global logcat
    logcat = Logcat(android_log_write)
    for name, prio in ('stdout', stdout_prio), ('stderr', stderr_prio):
        setattr(sys, name, TextLogStream(prio, f'python.{name}', getattr(sys, name).fileno()))


def as_text(given):
    """What a text stream is given. The methods of a subclass of str are not asked."""
    if isinstance(given, str):
        return str.__str__(given)
    raise TypeError(f'write() argument must be str, not {type(given).__name__}')


def as_message(given):
    """What a stream of bytes is given, as C can take it: a NUL byte, which ends a text, has UTF-8's long form."""
    try:
        data = memoryview(given).tobytes()
    except TypeError:
        raise TypeError(f'write() argument must be bytes-like, not {type(given).__name__}') from None
    return data.replace(b'\x00', b'\xc0\x80'), len(data)


class TextLogStream(TextIOWrapper):
    """A text stream whose lines are messages of the log."""

    # Each line is a message, so a line always ends one.
    line_buffering = True

    def __init__(self, prio, tag, original=None, **kwargs):
        # One that has no descriptor keeps its caller from looking at one.
        fileno = original if original is None or isinstance(original, int) else original.fileno()
        kwargs = {'encoding': 'UTF-8', 'errors': 'backslashreplace', **kwargs}
        super().__init__(BinaryLogStream(prio, tag, fileno), **kwargs)
        self._lock, self._pending = RLock(), bytearray()

    def __repr__(self):
        return f'<TextLogStream {self.buffer.tag!r}>'

    def write(self, s):
        text = as_text(s)
        with self._lock:
            for line in StringIO(text, newline=None):
                for start in range(0, len(line), MAX_CHARS_PER_WRITE):
                    self._write_chunk(line[start:start + MAX_CHARS_PER_WRITE])
            if self.write_through:
                self.flush()
        return len(text)

    def _write_chunk(self, s):
        data = s.encode(self.encoding, self.errors)
        if len(self._pending) + len(data) > MAX_BYTES_PER_WRITE:
            self.flush()
        self._pending += data
        if self.write_through or data.endswith(b'\n') or len(self._pending) > MAX_BYTES_PER_WRITE:
            self.flush()

    def flush(self):
        with self._lock:
            message = bytes(self._pending)
            self._pending.clear()
            self.buffer.write(message)


class BinaryLogStream(RawIOBase):
    """A stream of bytes in which each write is a message."""

    def __init__(self, prio, tag, fileno=None):
        self.prio, self.tag, self._fileno = prio, tag, fileno

    def __repr__(self):
        return f'<BinaryLogStream {self.tag!r}>'

    def writable(self):
        """It is for writing alone."""
        return True

    def write(self, b):
        message, size = as_message(b)
        if message:
            logcat.write(self.prio, self.tag, message)
        return size

    def fileno(self):
        if self._fileno is not None:
            return self._fileno
        raise UnsupportedOperation('fileno')


class Logcat:
    """The log, written no faster than it takes messages in."""

    def __init__(self, android_log_write):
        self.android_log_write = android_log_write
        # When the log has taken in all that was written.
        self._idle_from, self._lock = time(), RLock()

    def write(self, prio, tag, message):
        if message.startswith(b'\n'):
            # An empty line would be left out.
            message = b' ' + message
        cost = PER_MESSAGE_OVERHEAD + len(tag) + len(message)
        with self._lock:
            now = time()
            # After a pause the bucket is full, and no fuller; a clock that was set back gives nothing.
            idle_from = min(now, max(self._idle_from, now - BUCKET_SIZE / MAX_BYTES_PER_SECOND))
            self._idle_from = idle_from + cost / MAX_BYTES_PER_SECOND
            if self._idle_from > now:
                sleep(self._idle_from - now)
            self.android_log_write(prio, tag.encode('UTF-8'), message)
