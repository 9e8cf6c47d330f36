# Two SSLObject that hand each other what their MemoryBIO hold. A key known beforehand takes the place of certificates.
import ssl


def side(protocol):
    context = ssl.SSLContext(protocol)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("PSK-AES128-GCM-SHA256")
    context.set_alpn_protocols(["chat", "echo"] if protocol == ssl.PROTOCOL_TLS_CLIENT else ["echo"])
    return context


def attempt(name, call, *args):
    try:
        print(name, call(*args))
    except (ssl.SSLError, ValueError) as error:
        print(name, type(error).__name__, error.errno if isinstance(error, ssl.SSLError) else error)


client_context, server_context = side(ssl.PROTOCOL_TLS_CLIENT), side(ssl.PROTOCOL_TLS_SERVER)
client_context.set_psk_client_callback(lambda hint: (f"client of {hint}", b"secret"))
server_context.set_psk_server_callback(lambda identity: (print("asked for", identity), b"secret")[1], "server")
to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
client = client_context.wrap_bio(to_client, to_server)
server = server_context.wrap_bio(to_server, to_client, server_side=True)
print(client.server_side, server.server_side, client.version(), client.cipher(), client.pending())
attempt("read early", client.read)
attempt("write early", client.write, b"x")
for _ in range(2):
    attempt("client", client.do_handshake)
    attempt("server", server.do_handshake)
attempt("client", client.do_handshake)
for end in (client, server):
    print(end.version(), end.cipher(), end.selected_alpn_protocol(), end.compression(), end.getpeercert())
    print(end.get_verified_chain(), end.get_unverified_chain(), end.session_reused, type(end.session).__name__)
print(client.get_channel_binding() == server.get_channel_binding())
attempt("binding", client.get_channel_binding, "tls-nothing")
print(client.write(b"hello"), client.write(memoryview(b"world")), server.read(3), server.pending())
buffer = bytearray(4)
print(server.read(10, buffer), buffer, server.read(), server.pending())
attempt("nothing", server.read)
attempt("after the handshake", client.verify_client_post_handshake)
attempt("unwrap", client.unwrap)
attempt("farewell", server.read)
attempt("unwrap", server.unwrap)
attempt("unwrap", client.unwrap)
attempt("write", client.write, b"late")
to_client.write_eof()
attempt("end", client.read)
