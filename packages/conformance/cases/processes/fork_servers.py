# conformance: time-limit=120 settings=alone,beside needs=processes long
# A server with a process for each connection, and one of workers that were forked before: what their clients get.
import os
import signal
import socket
import socketserver
import threading


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


def ask(address, text):
    with socket.create_connection(address) as client, client.makefile('rw') as stream:
        stream.write(text + '\n')
        stream.flush()
        client.shutdown(socket.SHUT_WR)
        return stream.read()


with socketserver.ForkingTCPServer(('127.0.0.1', 0), Echo) as server:
    asking = threading.Thread(target=lambda: [print(ask(server.server_address, word), end='') for word in ('a', 'bc')])
    asking.start()
    for _ in range(2):
        server.handle_request()
    asking.join()

listener = socket.create_server(('127.0.0.1', 0))
workers = []
signal.signal(signal.SIGTERM, lambda *_: os._exit(9))
for number in range(3):
    pid = os.fork()
    if pid == 0:
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(connection.recv(100)[::-1])
    workers.append(pid)
answers = set()
for number in range(12):
    answers.add(ask(listener.getsockname(), f'{number:02}').strip())
print(sorted(answers))
for pid in workers:
    os.kill(pid, signal.SIGTERM)
print([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in workers])
