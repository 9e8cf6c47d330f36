# What a new context is like, by who made it for which purpose; and what is refused.
import ssl


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except (ValueError, TypeError, ssl.SSLError, OSError) as error:
        print(type(error).__name__, error.strerror if isinstance(error, OSError) else error)


def show(context):
    if context is not None:
        print(repr(context.protocol), repr(context.verify_mode), repr(context.verify_flags), context.check_hostname)


for purpose in (*ssl.Purpose, ssl._ASN1Object.fromname("serverAuth"), ssl._ASN1Object("2.5.4.3"), None):
    show(attempt(ssl.create_default_context, purpose))
    show(attempt(ssl._create_unverified_context, purpose=purpose))
show(attempt(ssl._create_unverified_context, cert_reqs=None))
show(attempt(ssl._create_unverified_context, cert_reqs=ssl.CERT_REQUIRED, check_hostname=True))
show(attempt(ssl._create_unverified_context, check_hostname=True))
show(attempt(ssl._create_unverified_context, keyfile="key.pem"))
show(attempt(ssl._create_unverified_context, certfile="nowhere.pem"))
show(attempt(ssl.create_default_context, cafile="nowhere.pem"))

context = ssl.create_default_context()
attempt(setattr, context, "verify_mode", ssl.CERT_NONE)
attempt(setattr, context, "verify_mode", 7)
attempt(setattr, context, "verify_flags", None)
attempt(setattr, context, "minimum_version", 7)
attempt(setattr, context, "_msg_callback", 7)
attempt(setattr, context, "sni_callback", 7)
attempt(context.set_servername_callback, 7)
attempt(context.set_alpn_protocols, ["h2", ""])
attempt(context.set_alpn_protocols, ["x" * 256])
attempt(context.set_alpn_protocols, [b"h2"])
attempt(context.load_default_certs, "serverAuth")
attempt(context.wrap_bio, ssl.MemoryBIO(), ssl.MemoryBIO())
attempt(context.wrap_bio, None, None, server_hostname="example.com")
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.maximum_version = ssl.TLSVersion.TLSv1_2
show(context)
print(repr(context.maximum_version), context.hostname_checks_common_name)
attempt(ssl.SSLContext, 99)
attempt(ssl.SSLSocket)
attempt(ssl.SSLObject)
