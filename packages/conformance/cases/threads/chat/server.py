# conformance: normalize=port
# A chat: a thread for each of three members tells the others what its member says.
import socket
import threading

members = {}
changed = threading.Condition()


def tell(line, but=None):
    with changed:
        for name, stream in members.items():
            if name != but:
                stream.write(line)
                stream.flush()


def serve(conn):
    with conn, conn.makefile("rw") as stream:
        name = stream.readline().strip()
        with changed:
            members[name] = stream
            changed.notify_all()
            changed.wait_for(lambda: len(members) == 3)
        stream.write("welcome\n")
        stream.flush()
        for line in stream:
            tell(f"{name}: {line}", but=name)
        with changed:
            del members[name]
            print("left:", len(members))


with socket.create_server(("127.0.0.1", 0)) as listener:
    print("ready", listener.getsockname()[1], flush=True)
    threads = [threading.Thread(target=serve, args=[listener.accept()[0]]) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all gone")
