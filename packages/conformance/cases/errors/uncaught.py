# conformance: normalize=port
# An exception that nobody catches: a traceback, and exit code 1.
import socket

with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    address = s.getsockname()
print("before", flush=True)
socket.create_connection(address)
print("never")
