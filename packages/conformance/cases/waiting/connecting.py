# connect() again, after a refusal and when connected, and to a listener whose backlog is full.
import socket
import threading
import time


def attempt(name, call):
    try:
        print(name, call())
    except OSError as e:
        print(name, type(e).__name__, e)


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
address = listener.getsockname()
s = socket.socket()
attempt("refused", lambda: s.connect(address))
attempt("again", lambda: s.connect(address))
attempt("as a number", lambda: s.connect_ex(address) != 0)
listener.listen()
attempt("connected", lambda: s.connect(address))
attempt("connected twice", lambda: s.connect(address))
attempt("connected with a number", lambda: s.connect_ex(address) != 0)
attempt("a listener", lambda: listener.connect(address))
attempt("bytes", lambda: (s.send(b"x"), listener.accept()[0].recv(9))[1])
with socket.socket() as limited:
    limited.settimeout(5)
    attempt("with a time limit", lambda: limited.connect(address))
    attempt("again", lambda: limited.connect(address))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
attempt("datagrams", lambda: udp.connect(address))
attempt("elsewhere", lambda: udp.connect(("127.0.0.1", 9)))

full = socket.socket(socket.AF_UNIX)
full.bind(f"\0pysock-{time.time_ns()}")
full.listen(0)
first = socket.socket(socket.AF_UNIX)
first.connect(full.getsockname())
said = []


def second():
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(full.getsockname())
        said.append(s.recv(9))


thread = threading.Thread(target=second)
thread.start()
thread.join(0.1)
print("waits:", thread.is_alive())
full.accept()[0].close()
full.accept()[0].close()
thread.join()
print(said)
attempt("nobody there", lambda: socket.socket(socket.AF_UNIX).connect("\0pysock-nobody"))
