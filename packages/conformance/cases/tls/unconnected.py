# An SSLSocket that is not connected: what it answers, what the plain socket below refuses, and what is wrapped at all.
import socket
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except (OSError, ValueError, NotImplementedError, AttributeError, UnicodeError) as error:
        return f"{type(error).__name__} {error.strerror if isinstance(error, OSError) else error}"


for wrap, options in (
    (server_context, {"server_side": True, "server_hostname": "here"}),
    (server_context, {"server_side": True, "session": 1}),
    (context, {"server_hostname": "bücher.example"}),
    (context, {"server_hostname": b"example.com"}),
    (context, {"server_hostname": ".example"}),
    (ssl.create_default_context(), {}),
):
    with socket.socket() as plain:
        plain.settimeout(2)
        wrapped = attempt(wrap.wrap_socket, plain, **options)
        print(wrapped if isinstance(wrapped, str) else (wrapped.server_hostname, wrapped.gettimeout(), plain.fileno()))
        if isinstance(wrapped, ssl.SSLSocket):
            wrapped.close()
with socket.socket(type=socket.SOCK_DGRAM) as datagram:
    print(attempt(context.wrap_socket, datagram))

with context.wrap_socket(socket.socket()) as tls:
    for name, *args in (
        ("version",), ("cipher",), ("shared_ciphers",), ("compression",), ("pending",), ("selected_alpn_protocol",),
        ("getpeercert",), ("get_channel_binding",), ("get_channel_binding", "x"), ("get_unverified_chain",), ("unwrap",),
        ("do_handshake",), ("read",), ("write", b"x"), ("recv", 1), ("recv", 1, socket.MSG_PEEK), ("send", b""), ("dup",),
        ("recv_into", bytearray(1)), ("recvmsg", 1), ("sendmsg", [b""]), ("shutdown", socket.SHUT_WR),
        ("connect", ("127.0.0.1", 1)), ("getpeercert",),
    ):
        text = str(attempt(getattr(tls, name), *args))
        print(name, text.partition("<ssl.")[0])
    print(tls.session, tls.session_reused, tls.context is context)
