"""Does nothing: idle.py"""

from measure import rounds

for _ in rounds():
    pass
