# A server's SNI callback waits for a lock that another thread holds, starts a thread, refuses. Keys are known beforehand.
import contextlib
import socket
import ssl
import threading


def side(protocol):
    context = ssl._create_unverified_context(protocol)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("PSK-AES128-GCM-SHA256")
    return context


def servername(connection, name, context):
    if name == "locked":
        asked.set()
        with lock:
            called.append(name)
    elif name == "refused":
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    else:
        thread = threading.Thread(target=called.append, args=((name, context is server_context),))
        thread.start()
        thread.join()


def hold():
    with lock:
        held.set()
        asked.wait()


def serve():
    for _ in names:
        connection, _ = listener.accept()
        with contextlib.suppress(ssl.SSLError), server_context.wrap_socket(connection, server_side=True) as own:
            own.sendall(b"hello")


names, called = ["locked", None, "refused"], []
lock, held, asked = threading.Lock(), threading.Event(), threading.Event()
client_context, server_context = side(ssl.PROTOCOL_TLS_CLIENT), side(ssl.PROTOCOL_TLS_SERVER)
client_context.set_psk_client_callback(lambda hint: ("me", b"secret"))
server_context.set_psk_server_callback(lambda identity: b"secret")
server_context.sni_callback = servername
listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=hold).start()
held.wait()
server = threading.Thread(target=serve)
server.start()
for name in names:
    try:
        with client_context.wrap_socket(socket.create_connection(listener.getsockname()), server_hostname=name) as client:
            print(name, client.recv(10))
    except ssl.SSLError as error:
        print(name, error.reason)
server.join()
print(called)
