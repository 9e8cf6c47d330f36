# conformance: normalize=port
# Receives three descriptors over an AF_UNIX socket: a pipe's, a file's and a listening socket's.
import os
import socket
import stat

with (
    socket.socket(type=socket.SOCK_DGRAM) as unique,
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener,
):
    unique.bind(("127.0.0.1", 0))
    number = unique.getsockname()[1]
    listener.bind(f"\0pysock-descriptors-{number}")
    listener.listen()
    print("ready", number, flush=True)
    conn, _ = listener.accept()
    with conn:
        data, fds, flags, address = socket.recv_fds(conn, 100, 10)
        print(data, len(fds), flags & ~socket.MSG_CMSG_CLOEXEC, address)
        kinds = [stat.S_IFMT(os.fstat(fd).st_mode) for fd in fds]
        print(kinds == [stat.S_IFIFO, stat.S_IFREG, stat.S_IFSOCK])
        pipe, file, listening = fds
        os.write(pipe, b"through the pipe")
        os.close(pipe)
        print(os.read(file, 5), os.lseek(file, 0, os.SEEK_CUR), os.fstat(file).st_size)
        with os.fdopen(file, "rb") as stream:
            print(stream.read())
        with socket.socket(fileno=listening) as passed:
            print(passed.family, passed.type, passed.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
            with socket.create_connection(passed.getsockname()) as s:
                s.sendall(b"by a socket of yours")
        socket.send_fds(conn, [b"back"], [])
        print(conn.recv(100))
