# Says three lines, one at a time, and reads the answers.
import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
    with s.makefile("rw", encoding="utf-8", newline="\n") as stream:
        for line in ("hello", "größe", "good bye"):
            stream.write(line + "\n")
            stream.flush()
            print(stream.readline().strip())
