"""Python alone, without a socket: interpreter.py builtin|function"""

import sys

from measure import rounds

what = sys.argv[1]
text = b"text"


def function():
    pass


for count in rounds():
    if what == "builtin":
        for _ in range(count):
            text.isupper()
    else:
        for _ in range(count):
            function()
