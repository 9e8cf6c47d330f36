# Echo over TLS with a key known beforehand: what a connected SSLSocket does, refuses, and is after unwrap.
import socket
import ssl
import threading


def side(protocol):
    context = ssl.SSLContext(protocol)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("PSK-AES128-GCM-SHA256")
    return context


def serve():
    connection, _ = listener.accept()
    with connection:
        while data := connection.recv(100):
            connection.sendall(data)
        with connection.unwrap() as plain:
            plain.sendall(b"plain " + plain.recv(100))


def attempt(call, *args):
    try:
        print(call.__name__, call(*args))
    except (ValueError, NotImplementedError, TypeError) as error:
        print(call.__name__, type(error).__name__, error)


client_context, server_context = side(ssl.PROTOCOL_TLS_CLIENT), side(ssl.PROTOCOL_TLS_SERVER)
client_context.set_psk_client_callback(lambda hint: ("me", b"secret"))
server_context.set_psk_server_callback(lambda identity: b"secret")
listener = server_context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)
server = threading.Thread(target=serve)
server.start()
client = client_context.wrap_socket(socket.socket(), server_hostname="server")
client.connect(listener.getsockname())
print(client.version(), client.cipher(), client.server_hostname, client.server_side, client.context is client_context)
print(client.send(b"one"), client.recv(), client.write(b"two"), client.read(2), client.pending(), client.recv(1, 0))
client.sendall(memoryview(b"abcdef").cast("H"))
buffer = bytearray(10)
print(client.recv_into(buffer), buffer)
for name, *args in (
    ("send", b"x", 1), ("sendall", b"x", 1), ("recv", 1, 1), ("recv_into", buffer, 1, 1), ("sendto", b"x", None),
    ("recvfrom",), ("recvfrom_into", buffer), ("sendmsg", [b"x"]), ("recvmsg", 1), ("recvmsg_into", [buffer]), ("dup",),
    ("connect", ("127.0.0.1", 1)), ("sendall", "text"), ("get_channel_binding", "tls-nothing"),
):
    attempt(getattr(client, name), *args)
plain = client.unwrap()
print(plain is client, client.version(), client.pending(), client.send(b"text"), client.recv(100), client.recv(100))
attempt(client.read)
attempt(client.write, b"x")
server.join()
client.close()
listener.close()
