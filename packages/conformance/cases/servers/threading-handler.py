# socketserver: with ThreadingMixIn handlers run at the same time, and closing the server waits for them.
import socket
import socketserver
import threading

together = threading.Barrier(3)


class Meet(socketserver.StreamRequestHandler):
    def handle(self):
        name = self.rfile.readline().strip()
        together.wait()
        self.wfile.write(b"met: " + name)


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Meet) as server:
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    clients = [socket.create_connection(server.server_address) for _ in range(3)]
    for number, client in enumerate(clients):
        client.sendall(b"client %d\n" % number)
    for client in clients:
        with client, client.makefile("rb") as stream:
            print(stream.read())
    server.shutdown()
    serving.join()
print(threading.active_count(), server.fileno())
