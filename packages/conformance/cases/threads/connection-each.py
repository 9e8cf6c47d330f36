# A server with a thread for each connection: four clients are served at the same time.
import socket
import threading

CLIENTS = 4
everybody = threading.Barrier(CLIENTS)


def serve(conn):
    with conn, conn.makefile("rwb", buffering=0) as stream:
        name = stream.readline().strip()
        everybody.wait()
        stream.write(b"hello " + name + b"\n")
        for line in stream:
            stream.write(line.upper())


def accept(listener):
    for _ in range(CLIENTS):
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=[conn]).start()


def visit(address, number, answers):
    with socket.create_connection(address) as s, s.makefile("rwb", buffering=0) as stream:
        stream.write(b"client %d\n" % number)
        answers[number] = [stream.readline()]
        for word in (b"one\n", b"two\n"):
            stream.write(word)
            answers[number].append(stream.readline())


with socket.create_server(("127.0.0.1", 0)) as listener:
    answers = [None] * CLIENTS
    threads = [threading.Thread(target=accept, args=[listener])]
    for number in range(CLIENTS):
        threads.append(threading.Thread(target=visit, args=[listener.getsockname(), number, answers]))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
for answer in answers:
    print(answer)
