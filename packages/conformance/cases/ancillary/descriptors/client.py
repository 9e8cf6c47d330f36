# Sends three descriptors over an AF_UNIX socket, and watches the receiver use them.
import os
import socket
import sys
import tempfile

with (
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s,
    tempfile.TemporaryFile() as file,
    socket.create_server(("127.0.0.1", 0)) as listener,
):
    s.connect(f"\0pysock-descriptors-{sys.argv[1]}")
    file.write(b"0123456789")
    file.flush()
    file.seek(0)
    reading, writing = os.pipe()
    print(socket.send_fds(s, [b"three ", b"descriptors"], [writing, file.fileno(), listener.fileno()]))
    os.close(writing)
    print(os.read(reading, 100), os.read(reading, 100))
    conn, _ = listener.accept()
    with conn:
        print(conn.recv(100))
    print(socket.recv_fds(s, 100, 3)[:2])
    s.sendall(b"done")
    print(os.lseek(file.fileno(), 0, os.SEEK_CUR))
    os.close(reading)
