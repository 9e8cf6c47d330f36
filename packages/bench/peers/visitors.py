"""Visits a server: visitors.py PORT [tls]. Each line that it reads is how many times; then it says that it is done."""

import socket
import ssl
import sys
import threading

from peer import reset_on_close

THREADS = 16
LINE = b"a line of a visitor\n"

port = int(sys.argv[1])
tls = None
if "tls" in sys.argv:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
failures = []


def visit(count):
    try:
        for _ in range(count):
            with socket.create_connection(("127.0.0.1", port)) as s:
                if tls is not None:
                    s = tls.wrap_socket(s)
                reset_on_close(s)
                s.sendall(LINE)
                if s.recv(len(LINE)) != LINE:
                    raise ValueError("another line came back")
                s.close()
    except (OSError, ValueError) as error:
        failures.append(error)


for line in sys.stdin:
    total = int(line)
    threads = [threading.Thread(target=visit, args=(total // THREADS + (i < total % THREADS),)) for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit(f"visitors: {failures[0]!r}")
    print("done", flush=True)
