# An echo server with a thread for each connection: while one waits in recv(), the others run.
import socket
import threading

CLIENTS = 3


def echo(conn):
    me = threading.current_thread().name
    with conn:
        while data := conn.recv(1024):
            print(f'{me}: {data.decode()}')
            conn.sendall(data.upper())
    print(f'{me}: closed')


with socket.create_server(('localhost', 15006)) as server:
    print('Echo server on port 15006')
    threads = []
    for number in range(1, CLIENTS + 1):
        conn, addr = server.accept()
        threads.append(threading.Thread(target=echo, args=(conn,), name=f'thread {number}'))
        threads[-1].start()

for thread in threads:
    thread.join()
