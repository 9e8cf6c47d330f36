# Three members, each in a thread, who speak one after the other.
import socket
import sys
import threading

NAMES = ["ann", "ben", "cal"]
everybody = threading.Barrier(3)
heard = {}


def member(name):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s, s.makefile("rw") as stream:
        stream.write(f"{name}\n")
        stream.flush()
        heard[name] = [stream.readline()]
        everybody.wait()
        for speaker in NAMES:
            if speaker == name:
                stream.write(f"hello from {name}\n")
                stream.flush()
            else:
                heard[name].append(stream.readline())
            everybody.wait()


threads = [threading.Thread(target=member, args=[name]) for name in NAMES]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in NAMES:
    print(name, heard[name])
