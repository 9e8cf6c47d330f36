# conformance: normalize=port
# Reads 4 MB to the end of the stream, and answers with the number of bytes and their digest.
import hashlib
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    print("ready", listener.getsockname()[1], flush=True)
    conn, _ = listener.accept()
    with conn:
        digest = hashlib.sha256()
        count = 0
        buffer = bytearray(65536)
        while n := conn.recv_into(buffer):
            digest.update(memoryview(buffer)[:n])
            count += n
        conn.sendall(f"{count} {digest.hexdigest()}".encode())
        print(count, digest.hexdigest())
