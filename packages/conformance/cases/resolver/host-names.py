# conformance: needs=stage
# Names from the hosts file of the stage.
import socket

print(socket.gethostbyname("example.com"), socket.gethostbyname("localhost"), socket.gethostbyname("127.0.0.9"))
print(socket.gethostbyname_ex("python.org"))
print(socket.gethostbyaddr("127.0.0.2"))
print(socket.getfqdn("127.0.0.3"), socket.getfqdn("nonexistent.invalid"))
print(socket.getnameinfo(("127.0.0.2", 80), 0))
print(socket.getaddrinfo("www.python.org", "https", type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME))
for call, name in (
    (socket.gethostbyname, "nonexistent.invalid"),
    (socket.gethostbyname_ex, "nonexistent.invalid"),
    (socket.gethostbyaddr, "192.0.2.1"),
    (socket.gethostbyaddr, "nonexistent.invalid"),
):
    try:
        print(call(name))
    except OSError as e:
        print(call.__name__, type(e).__name__, e.errno, e)
try:
    socket.create_connection(("nonexistent.invalid", 80))
except OSError as e:
    print(type(e).__name__, e)
