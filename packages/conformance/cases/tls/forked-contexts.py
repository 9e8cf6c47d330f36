# conformance: needs=processes
# TLS contexts that were made before a fork serve and call in the children: certificate, verification, ALPN, callbacks, tickets.
import os
import socket
import ssl
import tempfile

PEM = '''
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpE5hsqQsUC28Mgf7
Yx4Vw5mzyPiCOMNA+eMlSPkTjl+hRANCAARFNsdfuqegMQZLQHmqpTVbkmAc4wQr
nh05YVcaldHCaaNkGVcSyHip/z4kQgfI/aI1jKhziK+Wb1D8QRUjQj2P
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUXFpr1AO6GqgMJYBc7fK0dOr0xoowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTIwMTAwMzcwMFoYDzIxMjYxMTA3
MDAzNzAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARFNsdfuqegMQZLQHmqpTVbkmAc4wQrnh05YVcaldHCaaNkGVcSyHip
/z4kQgfI/aI1jKhziK+Wb1D8QRUjQj2Po2kwZzAdBgNVHQ4EFgQU4+y1xrsCkZpO
oxyNEwp9cgS7QVYwHwYDVR0jBBgwFoAU4+y1xrsCkZpOoxyNEwp9cgS7QVYwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIhALUdQpvLHKuxeJq+n9WOLvguFbbhXOA1Axo1OoDaMm82AiBp7IYmcVcl
d4u7X8hI/ju/5IBwXcMrvzdCgHBxvUj4pg==
-----END CERTIFICATE-----
'''


def facts(context):
    fields = 'options verify_mode verify_flags check_hostname minimum_version num_tickets keylog_filename'.split()
    ciphers = [cipher['name'] for cipher in context.get_ciphers()]
    return [getattr(context, name) for name in fields], ciphers, context.cert_store_stats(), context.get_ca_certs(True)


asked = []
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
with tempfile.NamedTemporaryFile('w') as file:
    file.write(PEM)
    file.flush()
    server.load_cert_chain(file.name)
server.set_alpn_protocols(['one', 'two'])
server.set_ciphers('ECDHE+AESGCM')
server.num_tickets = 3
server.sni_callback = lambda connection, name, context: asked.append((name, context is server))
client = ssl.create_default_context(cadata=PEM[PEM.index('-----BEGIN CERT') :])
client.set_alpn_protocols(['two'])
before = facts(server), facts(client)
session = None
with server.wrap_socket(socket.create_server(('127.0.0.1', 0)), server_side=True) as listener:
    for number in range(4):
        if pid := os.fork():
            with socket.create_connection(listener.getsockname()) as plain:
                with client.wrap_socket(plain, server_hostname='localhost', session=session) as connection:
                    print(connection.recv(100), connection.session_reused, connection.selected_alpn_protocol())
                    session = connection.session
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            continue
        print(number, (facts(server), facts(client)) == before, flush=True)
        with listener.accept()[0] as connection:
            connection.sendall(repr((asked, connection.session_reused)).encode())
        os._exit(number)
