"""Standard streams that write to Android's log, for applications, which have no terminal there."""
import io
import sys
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
    sys.stdout = TextLogStream(stdout_prio, 'python.stdout', sys.stdout.fileno())
    sys.stderr = TextLogStream(stderr_prio, 'python.stderr', sys.stderr.fileno())


class TextLogStream(io.TextIOWrapper):
    """A text stream whose lines are messages of the log."""

    def __init__(self, prio, tag, original=None, **kwargs):
        # One that has no descriptor keeps its caller from looking at one.
        fileno = original if isinstance(original, int) else None
        if original is not None and fileno is None:
            fileno = original.fileno()
        kwargs.setdefault('encoding', 'UTF-8')
        kwargs.setdefault('errors', 'backslashreplace')
        super().__init__(BinaryLogStream(prio, tag, fileno), **kwargs)
        self._lock = RLock()
        self._pending_bytes = []
        self._pending_bytes_count = 0

    def __repr__(self):
        return f'<TextLogStream {self.buffer.tag!r}>'

    def write(self, s):
        if not isinstance(s, str):
            raise TypeError(f'write() argument must be str, not {type(s).__name__}')
        # A subclass's own methods are not asked.
        text = str.__str__(s)
        with self._lock:
            for line in io.StringIO(text, newline=None):
                for start in range(0, len(line), MAX_CHARS_PER_WRITE):
                    self._write_chunk(line[start:start + MAX_CHARS_PER_WRITE])
            if self.write_through:
                self.flush()
        return len(text)

    def _write_chunk(self, s):
        data = s.encode(self.encoding, self.errors)
        if self._pending_bytes_count + len(data) > MAX_BYTES_PER_WRITE:
            self.flush()
        self._pending_bytes.append(data)
        self._pending_bytes_count += len(data)
        if self.write_through or data.endswith(b'\n') or self._pending_bytes_count > MAX_BYTES_PER_WRITE:
            self.flush()

    def flush(self):
        with self._lock:
            self.buffer.write(b''.join(self._pending_bytes))
            self._pending_bytes.clear()
            self._pending_bytes_count = 0

    # Each line is a message, so a line always ends one.
    @property
    def line_buffering(self):
        return True


class BinaryLogStream(io.RawIOBase):
    """A stream of bytes in which each write is a message."""

    def __init__(self, prio, tag, fileno=None):
        self.prio = prio
        self.tag = tag
        self._fileno = fileno

    def __repr__(self):
        return f'<BinaryLogStream {self.tag!r}>'

    def writable(self):
        return True

    def write(self, b):
        if type(b) is not bytes:
            try:
                b = bytes(memoryview(b))
            except TypeError:
                raise TypeError(f'write() argument must be bytes-like, not {type(b).__name__}') from None
        if b:
            logcat.write(self.prio, self.tag, b)
        return len(b)

    # None where there is no descriptor under it.
    def fileno(self):
        if self._fileno is None:
            raise io.UnsupportedOperation('fileno')
        return self._fileno


class Logcat:
    """The log, written no faster than it takes messages in."""

    def __init__(self, android_log_write):
        self.android_log_write = android_log_write
        self._lock = RLock()
        self._bucket_level = 0
        self._prev_write_time = time()

    def write(self, prio, tag, message):
        # C ends a message at a NUL byte: it is written as UTF-8's long form of it. An empty line would be left out.
        message = message.replace(b'\x00', b'\xc0\x80')
        if message.startswith(b'\n'):
            message = b' ' + message
        with self._lock:
            now = time()
            self._bucket_level += (now - self._prev_write_time) * MAX_BYTES_PER_SECOND
            # A clock that was set back gives nothing.
            self._bucket_level = max(0, min(self._bucket_level, BUCKET_SIZE))
            self._prev_write_time = now
            self._bucket_level -= PER_MESSAGE_OVERHEAD + len(tag) + len(message)
            if self._bucket_level < 0:
                sleep(-self._bucket_level / MAX_BYTES_PER_SECOND)
            self.android_log_write(prio, tag.encode('UTF-8'), message)
