# sys.modules holds what the program has imported, with what that imports, and attributes of packages come with it.
import sys

names = "asyncio", "concurrent.futures", "json", "json.decoder", "logging", "random", "socket", "ssl", "threading"
print([name for name in names if name in sys.modules])

import concurrent

print(hasattr(concurrent, "futures"), "concurrent.futures" in sys.modules)

import json

print("json.decoder" in sys.modules, json.decoder is sys.modules["json.decoder"])

import concurrent.futures

print(concurrent.futures is sys.modules["concurrent.futures"], "logging" in sys.modules)

import threading

first = threading
del sys.modules["threading"]
import threading

print(threading is first, threading.Thread is first.Thread)

import importlib.util

spec = importlib.util.find_spec("random")
print(spec.name, spec.loader.get_code("random").co_name, spec.has_location, "random" in sys.modules)
