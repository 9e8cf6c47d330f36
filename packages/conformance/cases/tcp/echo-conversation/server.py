# conformance: normalize=port
# Answers each line of one client in capitals until the client is done.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    print("ready", listener.getsockname()[1], flush=True)
    conn, address = listener.accept()
    with conn, conn.makefile("rw", encoding="utf-8", newline="\n") as stream:
        print("client from", address[0])
        for line in stream:
            print("heard", line.strip())
            stream.write(line.upper())
            stream.flush()
    print("client is done")
