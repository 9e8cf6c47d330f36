# Files of time zones that are cut, or whose transitions name kinds that are not there.
import datetime
import io
import struct
import zoneinfo


def zone_file(kinds=2, index=1, abbreviations=(0, 4), names=b'STD\0DST\0'):
    data = struct.pack('>4sc15x6l', b'TZif', b'\0', 0, 0, 0, 2, kinds, len(names))
    data += struct.pack('>2l', 1000, 2000) + bytes([0, index])
    for kind in range(kinds):
        data += struct.pack('>lbB', 3600 * kind, kind, abbreviations[kind])
    return data + names


def show(title, data):
    try:
        zone = zoneinfo.ZoneInfo.from_file(io.BytesIO(data))
        moment = datetime.datetime(2020, 1, 1, tzinfo=zone)
        print(title, moment.utcoffset(), moment.tzname())
    except Exception as error:
        print(title, type(error).__name__, error)


show('whole', zone_file())
show('no such kind', zone_file(index=2))
show('no such kind', zone_file(index=255))
show('no kinds', zone_file(kinds=0))
show('no name', zone_file(abbreviations=(0, 9)))
header = struct.pack('>4sc15x6l', b'TZif', b'2', 0, 0, 0, 0, 1, 4)
whole = (header + struct.pack('>lbB', 3600, 0, 0) + b'ONE\0') * 2 + b'\nONE-1\n'
for size in len(whole), len(whole) - 1, len(whole) - 4, 100, 44, 4, 3, 0:
    show(size, whole[:size])
try:
    zoneinfo.ZoneInfo('Nowhere/Here')
except zoneinfo.ZoneInfoNotFoundError as error:
    print(repr(error), '|', repr(error.__context__))
