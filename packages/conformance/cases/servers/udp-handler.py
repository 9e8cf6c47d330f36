# socketserver: a UDP server gives its handler a datagram, and the socket to answer with.
import socket
import socketserver


class Reverse(socketserver.BaseRequestHandler):
    def handle(self):
        data, s = self.request
        print("handles", data, self.client_address == client.getsockname(), s is self.server.socket)
        s.sendto(data[::-1], self.client_address)


class Counting(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(b"%d bytes" % len(self.rfile.read()))


with socket.socket(type=socket.SOCK_DGRAM) as client:
    client.bind(("127.0.0.1", 0))
    for handler in (Reverse, Counting):
        with socketserver.UDPServer(("127.0.0.1", 0), handler) as server:
            server.max_packet_size = 8
            for data in (b"datagram", b"", b"longer than that"):
                client.sendto(data, server.server_address)
                server.handle_request()
                answer, address = client.recvfrom(100)
                print(answer, address == server.server_address)
