# A peer that sent something before the handshake and went away: its words don't pass for what came through TLS.
import errno
import socket
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
with socket.create_server(("127.0.0.1", 0)) as listener:
    for text in (b"", b"HTTP/1.1 200 OK"):
        client = socket.create_connection(listener.getsockname())
        peer, _ = listener.accept()
        peer.sendall(text)
        peer.shutdown(socket.SHUT_WR)
        client.recv(1, socket.MSG_PEEK)
        client.shutdown(socket.SHUT_WR)
        peer.recv(1)
        peer.close()
        with client:
            try:
                with context.wrap_socket(client, do_handshake_on_connect=False) as wrapped:
                    print("wrapped", wrapped.fileno() >= 0, wrapped.version())
            except OSError as error:
                print(type(error).__name__, errno.errorcode[error.errno], error.strerror)
                print(error.reason, error.library, type(error.__context__).__name__, client.fileno())
