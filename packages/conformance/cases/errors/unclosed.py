# conformance: normalize=fd,port
# A socket that is forgotten is closed, with a warning.
import gc
import socket
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    address = s.getsockname()
    del s
    gc.collect()
for warning in caught:
    print(warning.category.__name__, warning.message)
with socket.socket() as again:
    again.bind(address)
    print(again.getsockname() == address)
