"""TLS between threads, in asyncio, and what a client refuses: tls_echo.py FOLDER"""

import asyncio
import socket
import ssl
import sys
import threading

folder = sys.argv[1]
SIZE = 300_000


def server_context():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(f"{folder}/server.pem")
    context.set_alpn_protocols(["echo/1", "other"])
    return context


def serve(listener, context):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection, context), daemon=True).start()


def answer(connection, context):
    try:
        with context.wrap_socket(connection, server_side=True) as tls:
            while data := tls.recv(65536):
                tls.sendall(data)
            tls.unwrap().close()
    except (OSError, ValueError):
        pass


def connect(context, name):
    return context.wrap_socket(socket.create_connection(address), server_hostname=name)


def refusal(context, name):
    try:
        connect(context, name).close()
        print("accepted")
    except ssl.SSLCertVerificationError as error:
        print(error.reason, error.library, error.verify_code, error.verify_message)


listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()
threading.Thread(target=serve, args=(listener, server_context()), daemon=True).start()

trusting = ssl.create_default_context(cafile=f"{folder}/ca.pem")
trusting.set_alpn_protocols(["echo/1"])
with connect(trusting, "localhost") as tls:
    print(tls.version(), tls.cipher(), tls.selected_alpn_protocol())
    certificate = tls.getpeercert()
    print(certificate["subject"], certificate["subjectAltName"])
    data = bytes(range(256)) * (SIZE // 256)
    received = bytearray()

    def receive():
        while len(received) < len(data):
            received.extend(tls.recv(16384))

    receiver = threading.Thread(target=receive)
    receiver.start()
    tls.sendall(data)
    receiver.join()
    print(received == data)
    tls.settimeout(0.05)
    try:
        tls.recv(1)
    except TimeoutError as error:
        print(repr(error))
    tls.setblocking(False)
    try:
        tls.recv(1)
    except ssl.SSLWantReadError as error:
        print(error.errno, error.reason)
    tls.setblocking(True)
    print(tls.unwrap().fileno() >= 0)
refusal(ssl.create_default_context(), "localhost")
refusal(trusting, "example.org")
try:
    ssl.create_default_context().wrap_socket(socket.socket())
except ValueError as error:
    print(error)
old = ssl.create_default_context(cafile=f"{folder}/ca.pem")
old.maximum_version = ssl.TLSVersion.TLSv1_2
with connect(old, "127.0.0.1") as tls:
    tls.sendall(b"old")
    print(tls.version(), tls.recv(3), tls.session.id != b"")


async def streams():
    async def handle(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=server_context())
    port = server.sockets[0].getsockname()[1]

    async def ask(number):
        reader, writer = await asyncio.open_connection("localhost", port, ssl=trusting)
        writer.write(b"hello %d\n" % number)
        answer = await reader.readline()
        writer.close()
        return answer

    answers = await asyncio.gather(*map(ask, range(20)))
    server.close()
    return answers == [b"HELLO %d\n" % number for number in range(20)]


print(asyncio.run(streams()))
