# Names of locales: what the system lacks is refused, each category has its own, and a list of them can be set again.
import locale
import os
import time


def attempt(category, *name):
    try:
        print(category, *name, '=>', locale.setlocale(category, *name))
    except Exception as error:
        print(category, *name, '=>', type(error).__name__, error)


for variable in 'LC_ALL', 'LC_TIME', 'LANG':
    os.environ.pop(variable, None)
os.environ['LC_CTYPE'] = 'C.UTF-8'
attempt(locale.LC_ALL, '')
before = locale.setlocale(locale.LC_ALL)
GOOD = 'C', 'POSIX', 'C.UTF-8', None, ('C', 'UTF-8')
BAD = 'xx_XX', 'xx_XX.UTF-8', 'a/b', 'C;C', 'LC_CTYPE=C', 'x' * 300, b'C', 5, 'a\0b'
for name in *GOOD, *BAD:
    for category in locale.LC_ALL, locale.LC_TIME, locale.LC_NUMERIC:
        attempt(category, name)
for category in 99, -1, 'x', locale.LC_MESSAGES:
    attempt(category, 'C.UTF-8')
    attempt(category)
attempt(locale.LC_ALL, before)
for variable in 'LANG', 'LC_TIME', 'LC_ALL':
    os.environ[variable] = 'xx_XX.UTF-8'
    for category in locale.LC_ALL, locale.LC_TIME, locale.LC_NUMERIC:
        attempt(category, '')
    del os.environ[variable]
print(locale.getlocale(), locale.getlocale(locale.LC_TIME), time.strptime('Mon', '%a').tm_wday)
print(locale.setlocale(locale.LC_ALL, 'C'), locale.getlocale())
