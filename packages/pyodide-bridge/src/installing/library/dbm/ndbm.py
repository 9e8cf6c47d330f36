"""Databases of the UNIX library, which this Python is not built with."""
from _dbm import *
