# Network interfaces by name and number.
import errno
import socket

names = dict((name, index) for index, name in socket.if_nameindex())
print(names["lo"] == socket.if_nametoindex("lo"), socket.if_indextoname(names["lo"]))
for call, argument in ((socket.if_nametoindex, "no-such-if"), (socket.if_indextoname, 0), (socket.if_indextoname, 9999)):
    try:
        print(call(argument))
    except OSError as e:
        print(call.__name__, type(e).__name__, errno.errorcode[e.errno] if e.errno else None, e.strerror or e)
try:
    socket.if_indextoname(-1)
except (OverflowError, ValueError) as e:
    print(type(e).__name__, e)
