# Another thread shuts a socket down: recv that waits on it sees the end, accept fails.
import socket
import threading

waiting = threading.Event()


def report(name, call):
    waiting.set()
    try:
        result = call()
    except OSError as e:
        result = e
    print(name, result)


def meanwhile(name, call, end):
    waiting.clear()
    thread = threading.Thread(target=report, args=[name, call])
    thread.start()
    waiting.wait()
    thread.join(0.05)
    print(name, "waits:", thread.is_alive())
    end()
    thread.join()


a, b = socket.socketpair()
meanwhile("recv", lambda: a.recv(10), lambda: a.shutdown(socket.SHUT_RD))
meanwhile("recv of the other", lambda: b.recv(10), lambda: a.shutdown(socket.SHUT_WR))
a.close()
b.close()
listener = socket.create_server(("127.0.0.1", 0))
meanwhile("accept", listener.accept, lambda: listener.shutdown(socket.SHUT_RD))
listener.close()
with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as client:
    client.settimeout(20)
    meanwhile("recv with a time limit", lambda: client.recv(10), lambda: client.shutdown(socket.SHUT_RDWR))
