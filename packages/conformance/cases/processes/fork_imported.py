# conformance: time-limit=120 needs=processes
# Modules that were imported before a fork do in the child what they did: TLS, hashes, structures, codecs, databases.
import array
import hashlib
import hmac
import os
import resource
import sqlite3
import ssl
import struct
import syslog
import zlib


def use():
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname='localhost')
    try:
        client.do_handshake()
    except ssl.SSLWantReadError as error:
        print(type(error).__name__, outgoing.pending > 100)
    print(hashlib.sha256(b'x').hexdigest()[:8], hmac.digest(b'k', b'm', 'sha1').hex()[:8])
    print(struct.calcsize('l'), array.array('l', [1]).itemsize, zlib.crc32(b'x'), syslog.LOG_MASK(3))
    print(sqlite3.connect(':memory:').execute('select 1').fetchall(), resource.getrlimit(resource.RLIMIT_CORE))


for _ in range(2):
    use()
    print(flush=True)
    if pid := os.fork():
        print(os.waitpid(pid, 0)[1])
        break
