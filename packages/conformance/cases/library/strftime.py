# Directives, flags and zones of strftime, of tuples, struct_times and datetimes; what is no directive stays.
import datetime
import os
import time

DIRECTIVES = 'aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%'
OTHERS = [
    *('%-d %_d %-H %^a %10d %5Y %Ey %Od %q %f %L %+ %E %O %:z %-', 'abc%', '%a\0%b'),
    *('é%dé', '', 'no directive', 'x' * 2000 + '%P'),
]

for zone in 'UTC', 'America/New_York', '<+05>-5', 'EST5EDT,M3.2.0,M11.1.0':
    os.environ['TZ'] = zone
    time.tzset()
    print(zone)
    for moment in time.gmtime(1e9), time.localtime(1e9):
        print([time.strftime('%' + directive, moment) for directive in DIRECTIVES])
    for is_summer in -5, 0, 1, 7:
        moment = 2024, 7, 1, 0, 0, 0, 0, 183, is_summer
        print(is_summer, time.strftime('%Z|%z|%k', moment), time.strftime('%Z|%z|%l', time.struct_time(moment)))
    print(time.strftime('%s', (2024, 7, 1, 0, 0, 0, 0, 183, -1)), datetime.datetime(2024, 1, 1).strftime('%s %Z|%P'))
    print(datetime.datetime(2024, 7, 1, 15).astimezone().strftime('%-d. %B, %l %P %Z %z'))
for format in OTHERS:
    print([time.strftime(format, time.gmtime(1e9))[-60:], datetime.datetime(2001, 9, 9).strftime(format)[-60:]])
print(time.strftime('%Y %C %F %y', (12345, 0, 0, 0, 0, 0, 0, 0, 0)), time.strftime('%Y', (-5, 1, 1, 0, 0, 0, 0, 1, 0)))
print(datetime.date(5, 1, 1).strftime('%Y %G %C %F %-d'), f'{datetime.date(2024, 7, 1):%-d/%-m/%y}')
BAD = [
    *(('%Y', (1,)), ('%Y', (2024, 13, 1, 0, 0, 0, 0, 1, 0)), (5,), ('%Y', 'x'), (b'%Y',)),
    ('%Y', (2024, 1, 1, 0, 0, 0, 0, 1, 'x')),
]
for bad in BAD:
    try:
        print(time.strftime(*bad))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
