# conformance: table
# hashlib, hmac and key derivation over OpenSSL: values, names, and what is refused in which words.
import hashlib
import hmac
import re

import _hashlib

DATA = bytes(range(256)) * 41
CALLS = """
sorted(hashlib.algorithms_available)
hashlib.sha256(DATA), hashlib.shake_128(DATA), hashlib.md5 is _hashlib.openssl_md5
[(n, hashlib.new(n, DATA).hexdigest(*[9] * n.startswith('shake'))) for n in sorted(hashlib.algorithms_available)]
[hashlib.new(n).name for n in ('SHA256', 'sha512_224', 'rmd160', 'blake2b512', 'sm3')]
hashlib.file_digest(open(__file__, 'rb'), 'sha1').digest_size
hashlib.sha1(DATA, usedforsecurity=False).copy().hexdigest()
hmac.new(b'k', DATA, 'sha3_256').hexdigest(), hmac.digest(b'k', DATA, hashlib.sha1).hex()
_hashlib.hmac_new(b'k', b'm', 'sha256'), _hashlib.hmac_new(b'k', None, 'md5').name
hashlib.pbkdf2_hmac('sha512', b'p', b's', 999, 20).hex(), hashlib.scrypt(b'p', salt=b's', n=16, r=8, p=2, dklen=9).hex()
_hashlib.new('nope')
_hashlib.new(1)
_hashlib.new()
_hashlib.new('a\\0b')
hashlib.new('nope')
hashlib.sha256('text')
hashlib.sha256(7)
hashlib.sha256(b'a', b'b')
hashlib.sha256(b'a', string=b'b')
hashlib.sha256(memoryview(b'abcd')[::2])
hashlib.sha256().update()
hashlib.shake_256().digest()
hashlib.shake_256().hexdigest(length=4)
hashlib.shake_256().digest(2 ** 70)
_hashlib.HASH()
_hashlib.hmac_new(b'k')
_hashlib.hmac_new(b'k', b'm', len)
_hashlib.hmac_new(b'k', b'm', 'shake_128')
_hashlib.hmac_new('k', b'm', 'sha256')
hashlib.pbkdf2_hmac('nope', b'p', b's', 1)
hashlib.pbkdf2_hmac('sha256', b'p', b's', 0)
hashlib.pbkdf2_hmac('sha256', b'p', b's', 2 ** 40)
hashlib.pbkdf2_hmac('sha256', b'p', b's', 1, 0)
hashlib.pbkdf2_hmac(b'sha256', b'p', b's', 1)
hashlib.scrypt(b'p', salt=b's', n=3, r=8, p=1)
hashlib.scrypt(b'p', salt=b's', n=-2, r=8, p=1)
hashlib.scrypt(b'p', salt=b's', n=2, r=0, p=1)
hashlib.scrypt(b'p', salt=b's', n=2 ** 20, r=8, p=1)
hashlib.scrypt(b'p', salt=b's', n=2, r=8, p=1, maxmem=2 ** 31)
hmac.compare_digest('a', 'b'), hmac.compare_digest(b'a', bytearray(b'a'))
hmac.compare_digest('\\xe9', 'a')
hmac.compare_digest(1, 1)
"""
for call in CALLS.strip().split("\n"):
    try:
        result = re.sub("0x[0-9a-f]+", "0x", repr(eval(call)))
    except (TypeError, ValueError, OverflowError, BufferError) as error:
        result = f"{type(error).__name__}: {error}"
    print(call, "->", result)
