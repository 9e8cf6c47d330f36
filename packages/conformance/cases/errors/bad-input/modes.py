# conformance: table normalize=address
# Timeouts, backlogs and the other small arguments of methods.
import socket

s = socket.socket()


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
s.settimeout("1")
s.settimeout(-1)
s.settimeout(-0.001)
s.settimeout(float("nan"))
s.settimeout(float("inf"))
s.settimeout(1e300)
s.settimeout([])
s.settimeout()
s.setblocking()
s.setblocking("no")
s.setblocking(None)
s.listen("5")
s.listen(1.5)
s.listen(2**40)
s.shutdown()
s.shutdown("SHUT_RD")
s.shutdown(99)
s.accept(1)
s.fileno(1)
s.detach(1)
s.makefile("x")
s.makefile("rb", buffering=0, encoding="utf-8")
s.set_inheritable("yes")
s.no_such_method()
setattr(s, "family", 1)
setattr(s, "no_such_attribute", 1)
socket.setdefaulttimeout(-1)
socket.setdefaulttimeout("1")
""".strip().splitlines():
    show(line)
s.close()
