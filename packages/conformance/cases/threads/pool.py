# A pool of threads: results in order, exceptions where they are asked for, what waits can be cancelled.
import concurrent.futures
import socket
import threading


def ask(address, number):
    with socket.create_connection(address) as s:
        s.sendall(b"%d\n" % number)
        s.shutdown(socket.SHUT_WR)
        return int(s.recv(100))


def answer(listener, clients):
    for _ in range(clients):
        conn, _ = listener.accept()
        with conn:
            conn.sendall(b"%d" % (int(conn.recv(100)) ** 2))


with socket.create_server(("127.0.0.1", 0)) as listener, concurrent.futures.ThreadPoolExecutor(4) as pool:
    server = pool.submit(answer, listener, 10)
    print(list(pool.map(lambda number: ask(listener.getsockname(), number), range(10))))
    print(server.result())

    failing = pool.submit(int, "x")
    print(failing.exception())
    try:
        failing.result()
    except ValueError as e:
        print(type(e).__name__)

    go = threading.Event()
    waiting = [pool.submit(go.wait) for _ in range(4)]
    late = pool.submit(print, "never")
    try:
        waiting[0].result(timeout=0.01)
    except TimeoutError as e:
        print(type(e).__name__)
    print(late.cancel(), late.cancelled(), waiting[0].cancel())
    go.set()
    done, rest = concurrent.futures.wait(waiting)
    print(len(done), len(rest), {future.result() for future in concurrent.futures.as_completed(waiting)})
try:
    pool.submit(print)
except RuntimeError as e:
    print(e)
