# The exceptions of the module, and what each of them is.
import socket

print(socket.error is OSError, socket.timeout is TimeoutError)
for error in (socket.gaierror, socket.herror, socket.timeout):
    print(error.__module__, error.__qualname__, [base.__name__ for base in error.__mro__])
e = socket.gaierror(-2, "some text")
print(repr(e), str(e), e.errno, e.strerror, e.args)
e = socket.timeout("timed out")
print(repr(e), str(e), e.errno)
