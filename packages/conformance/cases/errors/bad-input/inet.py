# conformance: table
# What the conversions refuse.
import socket


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
socket.inet_aton()
socket.inet_aton(1)
socket.inet_aton(b"1.2.3.4")
socket.inet_aton("")
socket.inet_aton("1.2.3.4.5")
socket.inet_aton("1.2.3.400")
socket.inet_ntoa("abcd")
socket.inet_ntoa(b"abc")
socket.inet_ntoa(b"abcde")
socket.inet_ntoa(1)
socket.inet_pton("AF_INET", "1.2.3.4")
socket.inet_pton(socket.AF_INET, "1.2.3")
socket.inet_pton(socket.AF_INET, b"1.2.3.4")
socket.inet_pton(socket.AF_INET6, ":::")
socket.inet_pton(socket.AF_UNIX, "1.2.3.4")
socket.inet_ntop(socket.AF_INET, b"abc")
socket.inet_ntop(socket.AF_INET6, b"abcd")
socket.inet_ntop(socket.AF_UNIX, b"abcd")
socket.inet_ntop(socket.AF_INET, "abcd")
socket.htons("80")
socket.htons(1.0)
socket.htons(None)
socket.htons(-1)
socket.htons(65536)
socket.htonl(-1)
socket.htonl(2**32)
socket.ntohs(65536)
socket.ntohl(2**64)
""".strip().splitlines():
    show(line)
