"""ZoneInfo in Python, for where the module _zoneinfo is not there. Its data and rules: RFC 9636; datetime's fold: PEP 495, 615."""
import bisect
import calendar
import collections
import functools
import re
import weakref
from datetime import datetime, timedelta, tzinfo

from . import _common, _tzpath

_EPOCH = datetime(1970, 1, 1)
_SECOND = timedelta(seconds=1)
_DAY = 86400


@functools.lru_cache(maxsize=512)
def _delta(seconds):
    return timedelta(seconds=seconds)


class _Kind:
    """A kind of local time: what utcoffset(), dst() and tzname() return."""

    __slots__ = ['utcoff', 'dstoff', 'tzname']

    def __init__(self, utcoff, dstoff, tzname):
        self.utcoff, self.dstoff, self.tzname = utcoff, dstoff, tzname

    def __eq__(self, other):
        return (self.utcoff, self.dstoff, self.tzname) == (other.utcoff, other.dstoff, other.tzname)

    def __repr__(self):
        return f'{type(self).__name__}({self.utcoff}, {self.dstoff}, {self.tzname})'


_NO_KIND = _Kind(None, None, None)


class ZoneInfo(tzinfo):
    _strong_cache_size = 8
    _strong_cache = collections.OrderedDict()
    _weak_cache = weakref.WeakValueDictionary()
    __module__ = 'zoneinfo'

    def __init_subclass__(cls):
        cls._strong_cache = collections.OrderedDict()
        cls._weak_cache = weakref.WeakValueDictionary()

    def __new__(cls, key):
        instance = cls._weak_cache.get(key)
        if instance is None:
            instance = cls._weak_cache.setdefault(key, cls._new_instance(key))
            instance._from_cache = True
        # The last ones that were asked for are kept.
        cls._strong_cache[key] = cls._strong_cache.pop(key, instance)
        if len(cls._strong_cache) > cls._strong_cache_size:
            cls._strong_cache.popitem(last=False)
        return instance

    @classmethod
    def no_cache(cls, key):
        instance = cls._new_instance(key)
        instance._from_cache = False
        return instance

    @classmethod
    def _new_instance(cls, key):
        instance = super().__new__(cls)
        instance._key = key
        instance._file_path = path = _tzpath.find_tzfile(key)
        with open(path, 'rb') if path is not None else _common.load_tzdata(key) as file:
            instance._load(file)
        instance._file_repr = None
        return instance

    @classmethod
    def from_file(cls, file, /, key=None):
        instance = super().__new__(cls)
        instance._key = key
        instance._file_path = None
        instance._load(file)
        instance._file_repr = repr(file)
        instance._from_cache = False
        # What was read from cannot be found again.
        instance.__reduce__ = instance._refuse_to_pickle
        return instance

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        if only_keys is None:
            cls._weak_cache.clear()
            cls._strong_cache.clear()
            return
        for key in only_keys:
            cls._weak_cache.pop(key, None)
            cls._strong_cache.pop(key, None)

    @property
    def key(self):
        return self._key

    def utcoffset(self, dt):
        return self._find(dt).utcoff

    def dst(self, dt):
        return self._find(dt).dstoff

    def tzname(self, dt):
        return self._find(dt).tzname

    def fromutc(self, dt):
        """Local time of a time that is UTC."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc() requires a datetime argument')
        if dt.tzinfo is not self:
            raise ValueError('dt.tzinfo is not self')
        timestamp = _seconds(dt)
        moments = self._trans_utc
        if moments and timestamp < moments[0]:
            kind, fold = self._tti_before, 0
        elif not moments or timestamp > moments[-1]:
            if isinstance(self._tz_after, _Rule):
                kind, fold = self._tz_after.kind_at_utc(timestamp, dt.year)
            else:
                kind, fold = self._tz_after, 0
            # The first moments after the last change may be the second time that the clock showed them.
            if moments and not isinstance(self._tz_after, _Rule):
                fold = self._fold_after(timestamp, len(moments) - 1, kind)
            elif moments and not fold:
                fold = self._fold_after(timestamp, len(moments) - 1, kind)
        else:
            index = bisect.bisect_right(moments, timestamp)
            kind = self._ttinfos[index - 1]
            fold = self._fold_after(timestamp, index - 1, kind)
        dt += kind.utcoff
        return dt.replace(fold=1) if fold else dt

    def _fold_after(self, timestamp, index, kind):
        """Whether clocks had shown the local time of a moment after change `index` already."""
        before = self._ttinfos[index - 1] if index > 0 else self._tti_before
        back = (before.utcoff - kind.utcoff) // _SECOND
        return int(back > timestamp - self._trans_utc[index])

    def _find(self, dt):
        """The kind of local time that a datetime is in."""
        if dt is None:
            return self._tz_after if self._fixed_offset else _NO_KIND
        timestamp = _seconds(dt)
        moments = self._trans_local[dt.fold]
        index = bisect.bisect_right(moments, timestamp)
        if index >= len(moments):
            after = self._tz_after
            return after.kind_at(timestamp, dt.year, dt.fold) if isinstance(after, _Rule) else after
        return self._ttinfos[index - 1] if index > 0 else self._tti_before

    def __str__(self):
        return f'{self._key}' if self._key is not None else repr(self)

    def __repr__(self):
        if self._key is not None:
            return f'{type(self).__module__}.{type(self).__qualname__}(key={self._key!r})'
        return f'{type(self).__module__}.{type(self).__qualname__}.from_file({self._file_repr})'

    def __reduce__(self):
        return type(self)._unpickle, (self._key, self._from_cache)

    def _refuse_to_pickle(self):
        import pickle
        raise pickle.PicklingError('Cannot pickle a ZoneInfo file created from a file stream.')

    def __reduce_ex__(self, protocol):
        return self.__reduce__()

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        return cls(key) if from_cache else cls.no_cache(key)

    def _load(self, file):
        index, moments, utcoff, isdst, names, after = _common.load_data(file)
        self._trans_utc = moments
        offsets = _dst_offsets(index, utcoff, isdst)
        kinds = [_Kind(_delta(off), _delta(dst), name) for off, dst, name in zip(utcoff, offsets, names)]
        self._trans_local = _local_moments(index, moments, utcoff)
        self._ttinfos = [kinds[i] for i in index]
        # Before the first change it is the first kind that is no summer time.
        self._tti_before = next((kinds[i] for i in range(len(isdst)) if not isdst[i]), kinds[0] if kinds else None)
        if after is not None and after != b'':
            self._tz_after = _parse_tz_str(after.decode())
        elif not kinds and not self._ttinfos:
            raise ValueError('No time zone information found.')
        else:
            self._tz_after = self._ttinfos[-1] if self._ttinfos else kinds[-1]
        if len(kinds) > 1 or isinstance(self._tz_after, _Rule):
            self._fixed_offset = False
        elif not kinds:
            self._fixed_offset = True
        else:
            self._fixed_offset = kinds[0] == self._tz_after


def _seconds(dt):
    """A datetime's own numbers as seconds from 1970 on, as if they were UTC's."""
    return (dt.toordinal() - _EPOCH.toordinal()) * _DAY + dt.hour * 3600 + dt.minute * 60 + dt.second


def _dst_offsets(index, utcoff, isdst):
    """How much of each kind's offset is summer time: what it has more than a standard time beside it."""
    offsets = [0] * len(utcoff)
    for place in range(1, len(index)):
        kind = index[place]
        if not isdst[kind] or offsets[kind]:
            continue
        before, after = index[place - 1], index[place + 1] if place + 1 < len(index) else None
        if not isdst[before]:
            offsets[kind] = utcoff[kind] - utcoff[before]
        # sic: CPython looks at what follows for no kind that is the last one of the file.
        if not offsets[kind] and kind < len(utcoff) - 1 and after is not None and not isdst[after]:
            offsets[kind] = utcoff[kind] - utcoff[after]
    # Where it is not to be told from what is there an hour is what it nearly always is.
    return [offset or (3600 if is_dst else 0) for offset, is_dst in zip(offsets, isdst)]


def _local_moments(index, moments, utcoff):
    """When clocks are changed, by their own time: the earlier reading of an ambiguous hour, and the later one."""
    if not moments:
        return [], []
    # A change's kind before it; before the first it is the first standard time or simply the first.
    before = [0, *index[:-1]]
    early, late = [], []
    for moment, old, new in zip(moments, before, index):
        a, b = utcoff[old], utcoff[new]
        early.append(moment + max(a, b))
        late.append(moment + min(a, b))
    return early, late


class _Rule:
    """What a TZ string says of each year: two kinds, and when one becomes the other."""

    def __init__(self, std, dst, start, end):
        self.std = std
        self.dst = dst
        self.start = start
        self.end = end
        self._back = (dst.utcoff - std.utcoff) // _SECOND

    def _moments(self, year):
        return self.start.seconds_of(year), self.end.seconds_of(year)

    def kind_at(self, timestamp, year, fold):
        """By local time."""
        start, end = self._moments(year)
        # In the hour that clocks skip, and in the one that they show twice, the fold decides.
        if fold == (self._back >= 0):
            end -= self._back
        else:
            start += self._back
        in_summer = start <= timestamp < end if start < end else not end <= timestamp < start
        return self.dst if in_summer else self.std

    def kind_at_utc(self, timestamp, year):
        """By UTC. Returns a fold too."""
        start, end = self._moments(year)
        start -= self.std.utcoff // _SECOND
        end -= self.dst.utcoff // _SECOND
        in_summer = start <= timestamp < end if start < end else not end <= timestamp < start
        # Clocks go back at the end of summer, or at its start where summer time is the smaller one.
        again = end if self._back > 0 else start
        fold = again <= timestamp < again + abs(self._back)
        return (self.dst if in_summer else self.std), int(fold)


class _WeekdayOfMonth:
    """Mm.w.d: the week-th day of the week in a month; the fifth is the last."""

    __slots__ = ['month', 'week', 'day', 'time']

    def __init__(self, month, week, day, time):
        if not 0 < month <= 12:
            raise ValueError('Month must be in (0, 12]')
        if not 0 < week <= 5:
            raise ValueError('Week must be in (0, 5]')
        if not 0 <= day <= 6:
            raise ValueError('Day must be in [0, 6]')
        self.month, self.week, self.day, self.time = month, week, day, time

    def seconds_of(self, year):
        first, days = calendar.monthrange(year, self.month)
        # Weekdays are counted from Sunday on here, and from Monday on in calendar.
        day = (self.day - first - 1) % 7 + 1 + (self.week - 1) * 7
        if day > days:
            day -= 7
        return (datetime(year, self.month, day) - _EPOCH).days * _DAY + self.time


class _DayOfYear:
    """Jn: a day from 1 to 365, never 29 February; n: a day from 0 to 365."""

    __slots__ = ['day', 'is_julian', 'time']

    def __init__(self, day, is_julian, time):
        if not (1 if is_julian else 0) <= day <= 365:
            raise ValueError(f'Day must be in [{1 if is_julian else 0}, 365], not: {day}')
        self.day, self.is_julian, self.time = day, is_julian, time

    def seconds_of(self, year):
        days = (datetime(year, 1, 1) - _EPOCH).days
        # sic: CPython counts n from the day before the year on.
        is_later = self.is_julian and self.day >= 59 and calendar.isleap(year)
        return (days + self.day - 1 + is_later) * _DAY + self.time


_NAME = r'(?:<[A-Za-z0-9.+-]+>|[A-Za-z]+)'
_OFFSET = r'[+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?'
_TZ = re.compile(rf'(?P<std>{_NAME})(?:(?P<stdoff>{_OFFSET})(?:(?P<dst>{_NAME})(?P<dstoff>{_OFFSET})?)?)', re.ASCII)
_TIME = re.compile(r'(?P<sign>[+-])?(?P<h>\d{1,3})(?::(?P<m>\d{2})(?::(?P<s>\d{2}))?)?', re.ASCII)
_WEEKDAY = re.compile(r'M(\d{1,2})\.(\d)\.(\d)', re.ASCII)
_JULIAN = re.compile(r'(J?)(\d{1,3})', re.ASCII)


def _parse_tz_str(tz_str):
    """What a TZ string says: a kind, or rules for two. Raises ValueError."""
    head, *rules = tz_str.split(',', 1)
    found = _TZ.fullmatch(head)
    if found is None:
        raise ValueError(f'{tz_str} is not a valid TZ string')
    std = found['std'].strip('<>')
    stdoff = _parse_offset(found['stdoff'], tz_str) if found['stdoff'] else None
    if stdoff is None:
        raise ValueError(f'{tz_str} is not a valid TZ string')
    if found['dst'] is None:
        if rules:
            raise ValueError(f'Transition rule present without DST: {tz_str}')
        return _Kind(_delta(stdoff), _delta(0), std)
    dstoff = _parse_offset(found['dstoff'], tz_str) if found['dstoff'] else stdoff + 3600
    if not rules:
        raise ValueError(f'Missing transition rules: {tz_str}')
    changes = rules[0].split(',')
    if len(changes) != 2:
        raise ValueError(f'Invalid TZ string: {tz_str}')
    try:
        start, end = (_parse_change(change) for change in changes)
    except ValueError as error:
        raise ValueError(f'Malformed TZ string: {tz_str}') from error
    return _Rule(_Kind(_delta(stdoff), _delta(0), std), _Kind(_delta(dstoff), _delta(dstoff - stdoff), found['dst'].strip('<>')),
                 start, end)


def _parse_time(text):
    """Seconds of [+-]h[hh][:mm[:ss]]. Raises ValueError."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f'Invalid time: {text}')
    hours, minutes, seconds = (int(found[part] or 0) for part in ('h', 'm', 's'))
    if hours > 167 or minutes > 59 or seconds > 59:
        raise ValueError(f'Offset out of range: {text}')
    total = hours * 3600 + minutes * 60 + seconds
    return -total if found['sign'] == '-' else total


def _parse_offset(text, tz_str):
    """POSIX has offsets as what is added to local time."""
    try:
        return -_parse_time(text)
    except ValueError as error:
        raise ValueError(f'Invalid STD offset in {tz_str}') from error


def _parse_change(text):
    date, *time = text.split('/', 1)
    seconds = _parse_time(time[0]) if time else 7200
    if found := _WEEKDAY.fullmatch(date):
        return _WeekdayOfMonth(*map(int, found.groups()), seconds)
    if found := _JULIAN.fullmatch(date):
        return _DayOfYear(int(found[2]), found[1] == 'J', seconds)
    raise ValueError(f'Invalid dst start/end date: {text}')
