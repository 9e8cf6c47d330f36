# What is deprecated warns, at the line of the program that uses it.
import ssl
import warnings


def told(call, *args):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            call(*args)
        except (AttributeError, ValueError, ssl.SSLError) as error:
            print(type(error).__name__, error)
    for warning in told:
        print(warning.category.__name__, warning.message, warning.filename == __file__, warning.lineno)


def lowest(version):
    context.minimum_version = version


def npn(side):
    side.selected_npn_protocol()


context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
told(lambda: ssl.SSLContext())
told(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS))
told(lambda: ssl.SSLContext(ssl.PROTOCOL_TLSv1_2))
told(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
told(lowest, ssl.TLSVersion.TLSv1)
told(lowest, ssl.TLSVersion.TLSv1_2)
told(setattr, context, "options", context.options | ssl.OP_NO_TLSv1_2)
told(lambda: context.set_npn_protocols(["h2"]))
told(npn, context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO()))
