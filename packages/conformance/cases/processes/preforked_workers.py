# conformance: time-limit=120 long needs=processes
# Four workers that were forked before accept from one listener, in one `with` and one `try`, and 500 clients are echoed.
import os
import signal
import socket
import threading

class Stop(Exception):
    pass


def stop(*_):
    raise Stop


def serve(listener):
    signal.signal(signal.SIGTERM, stop)
    os.write(told, b'.')
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile('rw') as stream:
            for line in stream:
                stream.write(line.upper())
                stream.flush()


def ask_some(address, numbers):
    for number in numbers:
        with socket.create_connection(address) as client, client.makefile('rw') as stream:
            stream.write(f'hello {number}\n')
            stream.flush()
            answers.append(stream.readline() == f'HELLO {number}\n')


begun, told = os.pipe()
workers = []
answers = []
with socket.create_server(('127.0.0.1', 0), backlog=500) as listener:
    address = listener.getsockname()
    for number in range(4):
        try:
            if pid := os.fork():
                workers.append(pid)
                continue
            serve(listener)
        except Stop:
            os._exit(10 + number)
for _ in workers:
    os.read(begun, 1)
clients = [threading.Thread(target=ask_some, args=(address, range(first, 500, 4))) for first in range(4)]
for client in clients:
    client.start()
for client in clients:
    client.join()
print(len(answers), all(answers))
for pid in workers:
    os.kill(pid, signal.SIGTERM)
print([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in workers])
