"""Databases of the GNU library, which this Python is not built with."""
from _gdbm import *
