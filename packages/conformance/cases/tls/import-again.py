# `ssl` imported afresh, as test suites and reloaders do.
# needs: tls
import importlib
import sys

import ssl

first = ssl
for forget in (["ssl"], ["ssl", "_ssl"]):
    for name in forget:
        del sys.modules[name]
    import ssl

    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="x").do_handshake()
    except ssl.SSLWantReadError:
        print(ssl is first, outgoing.pending > 100)
print(importlib.reload(ssl) is ssl, ssl.SSLContext is first.SSLContext)

# What asyncio waits for is what this ssl raises, although it is imported later.
import asyncio.sslproto

print(asyncio.sslproto.SSLAgainErrors == (ssl.SSLWantReadError, ssl.SSLSyscallError))
