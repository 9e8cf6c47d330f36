# One thread sends on a socket while another receives on it: more than the buffers hold goes both ways at once.
import hashlib
import socket
import threading

SIZE = 3_000_000


def send(s, seed):
    s.sendall(bytes([seed]) * SIZE)
    s.shutdown(socket.SHUT_WR)


def receive(s, results, name):
    digest = hashlib.sha256()
    size = 0
    while data := s.recv(1 << 16):
        digest.update(data)
        size += len(data)
    results[name] = size, digest.hexdigest()[:16]


with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
results = {}
threads = [
    threading.Thread(target=send, args=[client, 1]),
    threading.Thread(target=send, args=[server, 2]),
    threading.Thread(target=receive, args=[client, results, "client"]),
    threading.Thread(target=receive, args=[server, results, "server"]),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
client.close()
server.close()
for name in sorted(results):
    print(name, *results[name])
