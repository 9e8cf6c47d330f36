"""TLS for sockets: contexts, and the sockets and objects they make.

A context says what a connection must be like: `create_default_context()` makes one that verifies the other side. Its
`wrap_socket` makes an SSLSocket of a socket, its `wrap_bio` an SSLObject, which has two MemoryBIO in a socket's place.
"""

import base64
import errno
import os
import socket as _socket
import sys
import warnings
from collections import namedtuple
from enum import Enum as _Enum, IntEnum as _IntEnum, IntFlag as _IntFlag, _simple_enum
from socket import SO_TYPE, SOCK_STREAM, SOL_SOCKET, _GLOBAL_DEFAULT_TIMEOUT, create_connection, socket

import _ssl
from _ssl import (
    HAS_ALPN, HAS_ECDH, HAS_NPN, HAS_PHA, HAS_PSK, HAS_SNI,
    HAS_SSLv2, HAS_SSLv3, HAS_TLSv1, HAS_TLSv1_1, HAS_TLSv1_2, HAS_TLSv1_3,
    OPENSSL_VERSION, OPENSSL_VERSION_INFO, OPENSSL_VERSION_NUMBER, RAND_add, RAND_bytes, RAND_status,
    SSLCertVerificationError, SSLEOFError, SSLError, SSLSyscallError, SSLWantReadError, SSLWantWriteError,
    SSLZeroReturnError, MemoryBIO, SSLSession, _DEFAULT_CIPHERS, _OPENSSL_API_VERSION, _SSLContext,
    nid2obj as _nid2obj, txt2obj as _txt2obj,
)

CertificateError = SSLCertVerificationError
socket_error = OSError

HAS_NEVER_CHECK_COMMON_NAME = hasattr(_ssl, 'HOSTFLAG_NEVER_CHECK_SUBJECT')
CHANNEL_BINDING_TYPES = ['tls-unique']
PEM_HEADER = '-----BEGIN CERTIFICATE-----'
PEM_FOOTER = '-----END CERTIFICATE-----'
_RESTRICTED_SERVER_CIPHERS = _DEFAULT_CIPHERS


# Enumerations: first the constants of _ssl, which are names of this module too, then numbers that have no names there.
# _simple_enum takes half of a class statement's time.

def _collect(kind, name, prefix):
    kind._convert_(name, __name__, lambda constant: constant.startswith(prefix) and constant != 'PROTOCOL_SSLv23', _ssl)


_collect(_IntEnum, '_SSLMethod', 'PROTOCOL_')
_collect(_IntEnum, 'AlertDescription', 'ALERT_DESCRIPTION_')
_collect(_IntEnum, 'SSLErrorNumber', 'SSL_ERROR_')
_collect(_IntEnum, 'VerifyMode', 'CERT_')
_collect(_IntFlag, 'Options', 'OP_')
_collect(_IntFlag, 'VerifyFlags', 'VERIFY_')

_PROTOCOL_NAMES = {method: method.name for method in _SSLMethod}
PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_SSLv23 = PROTOCOL_TLS
_SSLv2_IF_EXISTS = getattr(_SSLMethod, 'PROTOCOL_SSLv2', None)


def get_protocol_name(protocol_code):
    """The name of one of the PROTOCOL_ constants."""
    return _PROTOCOL_NAMES.get(protocol_code, '<unknown>')


@_simple_enum(_IntEnum)
class TLSVersion:
    """Versions of the protocol, and the two ends of what this OpenSSL knows."""

    MINIMUM_SUPPORTED = _ssl.PROTO_MINIMUM_SUPPORTED
    SSLv3 = _ssl.PROTO_SSLv3
    TLSv1 = _ssl.PROTO_TLSv1
    TLSv1_1 = _ssl.PROTO_TLSv1_1
    TLSv1_2 = _ssl.PROTO_TLSv1_2
    TLSv1_3 = _ssl.PROTO_TLSv1_3
    MAXIMUM_SUPPORTED = _ssl.PROTO_MAXIMUM_SUPPORTED


@_simple_enum(_IntEnum)
class _TLSContentType:
    """What a record holds (RFC 8446, B.1). The last two are OpenSSL's: a record's header and inner type."""

    CHANGE_CIPHER_SPEC = 20
    ALERT = 21
    HANDSHAKE = 22
    APPLICATION_DATA = 23
    HEADER = 256
    INNER_CONTENT_TYPE = 257


@_simple_enum(_IntEnum)
class _TLSAlertType:
    """What an alert says (RFC 8446, B.2)."""

    CLOSE_NOTIFY = 0
    UNEXPECTED_MESSAGE = 10
    BAD_RECORD_MAC = 20
    DECRYPTION_FAILED = 21
    RECORD_OVERFLOW = 22
    DECOMPRESSION_FAILURE = 30
    HANDSHAKE_FAILURE = 40
    NO_CERTIFICATE = 41
    BAD_CERTIFICATE = 42
    UNSUPPORTED_CERTIFICATE = 43
    CERTIFICATE_REVOKED = 44
    CERTIFICATE_EXPIRED = 45
    CERTIFICATE_UNKNOWN = 46
    ILLEGAL_PARAMETER = 47
    UNKNOWN_CA = 48
    ACCESS_DENIED = 49
    DECODE_ERROR = 50
    DECRYPT_ERROR = 51
    EXPORT_RESTRICTION = 60
    PROTOCOL_VERSION = 70
    INSUFFICIENT_SECURITY = 71
    INTERNAL_ERROR = 80
    INAPPROPRIATE_FALLBACK = 86
    USER_CANCELED = 90
    NO_RENEGOTIATION = 100
    MISSING_EXTENSION = 109
    UNSUPPORTED_EXTENSION = 110
    CERTIFICATE_UNOBTAINABLE = 111
    UNRECOGNIZED_NAME = 112
    BAD_CERTIFICATE_STATUS_RESPONSE = 113
    BAD_CERTIFICATE_HASH_VALUE = 114
    UNKNOWN_PSK_IDENTITY = 115
    CERTIFICATE_REQUIRED = 116
    NO_APPLICATION_PROTOCOL = 120


@_simple_enum(_IntEnum)
class _TLSMessageType:
    """Messages of a handshake (RFC 8446, B.3). The last is OpenSSL's number for one that is no handshake message."""

    HELLO_REQUEST = 0
    CLIENT_HELLO = 1
    SERVER_HELLO = 2
    HELLO_VERIFY_REQUEST = 3
    NEWSESSION_TICKET = 4
    END_OF_EARLY_DATA = 5
    HELLO_RETRY_REQUEST = 6
    ENCRYPTED_EXTENSIONS = 8
    CERTIFICATE = 11
    SERVER_KEY_EXCHANGE = 12
    CERTIFICATE_REQUEST = 13
    SERVER_DONE = 14
    CERTIFICATE_VERIFY = 15
    CLIENT_KEY_EXCHANGE = 16
    FINISHED = 20
    CERTIFICATE_URL = 21
    CERTIFICATE_STATUS = 22
    SUPPLEMENTAL_DATA = 23
    KEY_UPDATE = 24
    NEXT_PROTO = 67
    MESSAGE_HASH = 254
    CHANGE_CIPHER_SPEC = 257


# Certificates: where they lie, how they are written, when and for whom they hold.

DefaultVerifyPaths = namedtuple(
    'DefaultVerifyPaths',
    ('cafile', 'capath', 'openssl_cafile_env', 'openssl_cafile', 'openssl_capath_env', 'openssl_capath'),
)


def get_default_verify_paths():
    """Where certificates are looked for if nobody says: a file and a folder, each None if it is not there. Then what
    these come from: for either the environment variable that names it, and OpenSSL's own path.
    """
    file_variable, file, folder_variable, folder = facts = _ssl.get_default_verify_paths()
    file = os.environ.get(file_variable, file)
    folder = os.environ.get(folder_variable, folder)
    return DefaultVerifyPaths(
        file if os.path.isfile(file) else None,
        folder if os.path.isdir(folder) else None,
        *facts,
    )


def DER_cert_to_PEM_cert(der_cert_bytes):
    """A certificate's text in PEM for its bytes in DER."""
    text = base64.standard_b64encode(der_cert_bytes).decode('ascii')
    lines = (text[start:start + 64] for start in range(0, len(text), 64))
    return '\n'.join((PEM_HEADER, *lines, PEM_FOOTER, ''))


def PEM_cert_to_DER_cert(pem_cert_string):
    """A certificate's bytes in DER for its text in PEM."""
    if not pem_cert_string.startswith(PEM_HEADER):
        raise ValueError(f'Invalid PEM encoding; must start with {PEM_HEADER}')
    text = pem_cert_string.strip()
    if not text.endswith(PEM_FOOTER):
        raise ValueError(f'Invalid PEM encoding; must end with {PEM_FOOTER}')
    return base64.decodebytes(text[len(PEM_HEADER):-len(PEM_FOOTER)].encode('ascii'))


_MONTHS = {month: number for number, month in enumerate('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(), 1)}
_TIME_AFTER_MONTH = ' %d %H:%M:%S %Y GMT'


def cert_time_to_seconds(cert_time):
    """Seconds since 1970 for a certificate's notBefore or notAfter, such as 'Jan  5 09:34:43 2018 GMT'."""
    from calendar import timegm
    from time import strptime

    month = _MONTHS.get(cert_time[:3].title())
    if month is None:
        raise ValueError(f'time data {cert_time!r} does not match format "%b{_TIME_AFTER_MONTH}"')
    time = strptime(cert_time[3:], _TIME_AFTER_MONTH)
    return timegm((time.tm_year, month, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec))


# OpenSSL itself compares names; these three are for programs that do it again.

def _dnsname_match(dn, hostname):
    """Whether a certificate's DNS name means a host (RFC 6125, 6.4.3). A wildcard stands for the whole first label."""
    if not dn:
        return False
    label, dot, parent = dn.partition('.')
    match dn.count('*'):
        case 0:
            return dn.lower() == hostname.lower()
        case 1 if '*' in parent:
            raise CertificateError(f'wildcard can only be present in the leftmost label: {dn!r}.')
        case 1 if not dot:
            raise CertificateError(f'sole wildcard without additional labels are not support: {dn!r}.')
        case 1 if label != '*':
            raise CertificateError(f'partial wildcards in leftmost label are not supported: {dn!r}.')
        case 1:
            host, dot, domain = hostname.partition('.')
            return bool(host and dot) and domain.lower() == parent.lower()
    raise CertificateError(f'too many wildcards in certificate DNS name: {dn!r}.')


def _inet_paton(ipname):
    """The bytes of an IPv4 or IPv6 address. inet_aton alone would take '1', '127.1' and '127.0.0.1 something' too."""
    try:
        address = _socket.inet_aton(ipname)
    except OSError:
        pass
    else:
        if _socket.inet_ntoa(address) == ipname:
            return address
        raise ValueError(f'{ipname!r} is not a quad-dotted IPv4 address.')
    try:
        return _socket.inet_pton(_socket.AF_INET6, ipname)
    except OSError:
        raise ValueError(f'{ipname!r} is neither an IPv4 nor an IP6 address.')


def _ipaddress_match(cert_ipaddress, host_ip):
    """Whether a certificate's address, which OpenSSL may write with a newline, is that of a host."""
    return _inet_paton(cert_ipaddress.rstrip()) == host_ip


def _to_der(chain):
    return [certificate.public_bytes(_ssl.ENCODING_DER) for certificate in chain or ()]


class _ASN1Object(namedtuple('_ASN1Object', ('nid', 'shortname', 'longname', 'oid'))):
    """What OpenSSL knows of an object identifier, which is given in dots."""

    __slots__ = ()

    def __new__(cls, oid):
        return super().__new__(cls, *_txt2obj(oid, name=False))

    @classmethod
    def fromnid(cls, nid):
        """The object of OpenSSL's number."""
        return super().__new__(cls, *_nid2obj(nid))

    @classmethod
    def fromname(cls, name):
        """The object of a short name, a long name or an identifier in dots."""
        return super().__new__(cls, *_txt2obj(name, name=True))


class Purpose(_ASN1Object, _Enum):
    """Whom a context verifies: servers, for a client, or clients, for a server."""

    SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
    CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'


# Connections

def _check_sslobject_params(server_side, context=None, server_hostname=None, session=None):
    if server_side:
        if server_hostname:
            raise ValueError('server_hostname can only be specified in client mode')
        if session is not None:
            raise ValueError('session can only be specified in client mode')
    if context.check_hostname and not server_hostname:
        raise ValueError('check_hostname requires server_hostname')


def _warn_of_npn():
    warnings.warn('ssl NPN is deprecated, use ALPN instead', DeprecationWarning, stacklevel=3)


class SSLObject:
    """A TLS connection over two MemoryBIO, made by `SSLContext.wrap_bio`. It has no socket: what the other side sent is
    written to the one, what must be sent is read from the other. For event loops and protocols of one's own.
    """

    def __init__(self, *args, **kwargs):
        raise TypeError(
            f'{type(self).__name__} does not have a public constructor. '
            'Instances are returned by SSLContext.wrap_bio().'
        )

    @classmethod
    def _create(cls, incoming, outgoing, server_side=False, server_hostname=None, session=None, context=None):
        _check_sslobject_params(server_side, context, server_hostname, session)
        self = cls.__new__(cls)
        self._sslobj = context._wrap_bio(
            incoming, outgoing, server_side=server_side, server_hostname=server_hostname, owner=self, session=session
        )
        return self

    @property
    def context(self):
        """The context in use. May be set in the callback for a server's name, to go on with another certificate."""
        return self._sslobj.context

    @context.setter
    def context(self, ctx):
        self._sslobj.context = ctx

    @property
    def session(self):
        """The session, which a later connection to the same server may resume."""
        return self._sslobj.session

    @session.setter
    def session(self, session):
        self._sslobj.session = session

    @property
    def session_reused(self):
        """Whether the handshake resumed a session."""
        return self._sslobj.session_reused

    @property
    def server_side(self):
        """Whether this is the server's side."""
        return self._sslobj.server_side

    @property
    def server_hostname(self):
        """The name of the server as the client gave it, or None."""
        return self._sslobj.server_hostname

    def read(self, len=1024, buffer=None):
        """Up to `len` bytes of what the other side wrote; with a buffer, how many were put there."""
        return self._sslobj.read(len) if buffer is None else self._sslobj.read(len, buffer)

    def write(self, data):
        """Writes bytes, and answers how many it took."""
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        """The other side's certificate as a dictionary, empty if nobody verified it, or in DER. None without one."""
        return self._sslobj.getpeercert(binary_form)

    def get_verified_chain(self):
        """The certificates in DER, from the other side's to a trusted one. What it sent, if nobody verified them."""
        return _to_der(self._sslobj.get_verified_chain())

    def get_unverified_chain(self):
        """The certificates in DER, as the other side sent them."""
        return _to_der(self._sslobj.get_unverified_chain())

    def selected_npn_protocol(self):
        """None: NPN is gone, ALPN has taken its place."""
        _warn_of_npn()

    def selected_alpn_protocol(self):
        """The application protocol that both sides agreed on, or None."""
        return self._sslobj.selected_alpn_protocol()

    def cipher(self):
        """The cipher in use: its name, the version of TLS that defined it, its secret bits."""
        return self._sslobj.cipher()

    def shared_ciphers(self):
        """On the server's side the ciphers that both know, else None."""
        return self._sslobj.shared_ciphers()

    def compression(self):
        """The compression in use, or None."""
        return self._sslobj.compression()

    def pending(self):
        """How many bytes can be read without asking the other side for more."""
        return self._sslobj.pending()

    def do_handshake(self):
        """Does the handshake, or as much of it as is possible now."""
        self._sslobj.do_handshake()

    def unwrap(self):
        """Ends TLS: tells the other side, and waits to be told."""
        return self._sslobj.shutdown()

    def get_channel_binding(self, cb_type='tls-unique'):
        """Bytes that only the two sides of this connection have; None before the handshake."""
        return self._sslobj.get_channel_binding(cb_type)

    def version(self):
        """The version of TLS in use, as text; None before the handshake."""
        return self._sslobj.version()

    def verify_client_post_handshake(self):
        """Asks the client for its certificate after the handshake (TLS 1.3)."""
        return self._sslobj.verify_client_post_handshake()


def _same_as_object(method):
    method.__doc__ = getattr(SSLObject, method.__name__).__doc__
    return method


def _ask(name, without=None):
    """A method of SSLSocket that asks the TLS object, and answers `without` where there is none."""

    def method(self):
        self._checkClosed()
        return without if self._sslobj is None else getattr(self._sslobj, name)()

    method.__name__ = name
    method.__qualname__ = f'SSLSocket.{name}'
    return _same_as_object(method)


def _never(name):
    """A method of SSLSocket that could send or receive past TLS and therefore always refuses."""

    def method(self, *args, **kwargs):
        raise NotImplementedError(f'{name} not allowed on instances of {type(self)}')

    method.__name__ = name
    method.__qualname__ = f'SSLSocket.{name}'
    method.__doc__ = 'Refuses: it would go past TLS.'
    return method


class SSLSocket(socket):
    """A socket that speaks TLS, made by `SSLContext.wrap_socket`. It is plain until connected, and after `unwrap`."""

    def __init__(self, *args, **kwargs):
        raise TypeError(
            f'{type(self).__name__} does not have a public constructor. '
            'Instances are returned by SSLContext.wrap_socket().'
        )

    @classmethod
    def _create(cls, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                server_hostname=None, context=None, session=None):
        if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
            raise NotImplementedError('only stream sockets are supported')
        _check_sslobject_params(server_side, context, server_hostname, session)
        timeout = sock.gettimeout()
        origin = {'family': sock.family, 'type': sock.type, 'proto': sock.proto, 'fileno': sock.fileno()}
        self = cls.__new__(cls, **origin)
        super(SSLSocket, self).__init__(**origin)
        sock.detach()
        try:
            self._context = context
            self._session = session
            self._sslobj = None
            self.server_side = server_side
            self.server_hostname = context._encode_hostname(server_hostname)
            self.do_handshake_on_connect = do_handshake_on_connect
            self.suppress_ragged_eofs = suppress_ragged_eofs
            self._connected = self._has_peer()
            self.settimeout(timeout)
            if self._connected:
                self._begin()
        except:
            try:
                self.close()
            except OSError:
                pass
            raise
        return self

    def _has_peer(self):
        try:
            self.getpeername()
        except OSError as error:
            if error.errno != errno.ENOTCONN:
                raise
            if self._has_early_data():
                raise _early_data_error(error.errno)
            return False
        return True

    def _has_early_data(self):
        """A peer that sent something and went away leaves a socket that is not connected but can be read. A program
        would take what it reads there for something that came through TLS.
        """
        blocking = self.getblocking()
        self.setblocking(False)
        try:
            data = self.recv(1)
        except OSError as error:
            if error.errno not in (errno.ENOTCONN, errno.EINVAL):
                raise
            data = b''
        self.setblocking(blocking)
        return bool(data)

    def _begin(self):
        self._sslobj = self._context._wrap_socket(
            self, self.server_side, self.server_hostname, owner=self, session=self._session
        )
        if not self.do_handshake_on_connect:
            return
        if self.gettimeout() == 0:
            raise ValueError('do_handshake_on_connect should not be specified for non-blocking sockets')
        self.do_handshake()

    def _checkClosed(self, msg=None):
        """For subclasses, which may raise here."""

    def _check_connected(self):
        # A connection that was begun without blocking may be there by now: getpeername knows.
        if not self._connected:
            self.getpeername()

    def _refuse_flags(self, method, flags):
        if flags != 0:
            raise ValueError(f'non-zero flags not allowed in calls to {method}() on {type(self)}')

    def _refuse_datagrams(self, method):
        if self._sslobj is not None:
            raise ValueError(f'{method} not allowed on instances of {type(self)}')

    @property
    @_same_as_object
    def context(self):
        return self._context

    @context.setter
    def context(self, ctx):
        self._context = ctx
        self._sslobj.context = ctx

    @property
    @_same_as_object
    def session(self):
        return None if self._sslobj is None else self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session
        if self._sslobj is not None:
            self._sslobj.session = session

    @property
    @_same_as_object
    def session_reused(self):
        return None if self._sslobj is None else self._sslobj.session_reused

    # Connecting and closing

    def connect(self, addr):
        """Connects, and does the handshake unless that was not wanted."""
        self._connect_by(super().connect, addr)

    def connect_ex(self, addr):
        """Connects as `connect` does, but answers the error's number or 0. A handshake that fails raises."""
        return self._connect_by(super().connect_ex, addr)

    def _connect_by(self, connect, addr):
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._connected or self._sslobj is not None:
            raise ValueError('attempt to connect already-connected SSLSocket!')
        self._sslobj = self.context._wrap_socket(self, False, self.server_hostname, owner=self, session=self._session)
        try:
            failure = connect(addr)
            if not failure:
                self._connected = True
                if self.do_handshake_on_connect:
                    self.do_handshake()
        except (OSError, ValueError):
            self._sslobj = None
            raise
        return failure

    def accept(self):
        """Accepts a connection and wraps it as this socket is wrapped. Answers it and the other side's address."""
        plain, address = super().accept()
        wrapped = self.context.wrap_socket(
            plain,
            server_side=True,
            do_handshake_on_connect=self.do_handshake_on_connect,
            suppress_ragged_eofs=self.suppress_ragged_eofs,
        )
        return wrapped, address

    @_same_as_object
    def do_handshake(self, block=False):
        self._check_connected()
        timeout = self.gettimeout()
        try:
            if block and timeout == 0:
                self.settimeout(None)
            self._sslobj.do_handshake()
        finally:
            self.settimeout(timeout)

    @_same_as_object
    def unwrap(self):
        if not self._sslobj:
            raise ValueError(f'No SSL wrapper around {self}')
        plain = self._sslobj.shutdown()
        self._sslobj = None
        return plain

    def shutdown(self, how):
        """Shuts the connection down, without telling the other side in TLS: that is `unwrap`."""
        self._checkClosed()
        self._sslobj = None
        super().shutdown(how)

    def _real_close(self):
        self._sslobj = None
        super()._real_close()

    def dup(self):
        """Refuses: two sockets would share one state of TLS."""
        raise NotImplementedError(f"Can't dup() {type(self).__name__} instances")

    # Reading and writing

    def read(self, len=1024, buffer=None):
        """Up to `len` bytes of what the other side wrote, none at the end; with a buffer, how many were put there."""
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError('Read on closed or unwrapped SSL socket.')
        try:
            return self._sslobj.read(len) if buffer is None else self._sslobj.read(len, buffer)
        except SSLError as error:
            if error.args[0] != SSL_ERROR_EOF or not self.suppress_ragged_eofs:
                raise
            return b'' if buffer is None else 0

    def write(self, data):
        """Writes bytes, and answers how many it took."""
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError('Write on closed or unwrapped SSL socket.')
        return self._sslobj.write(data)

    def send(self, data, flags=0):
        """Sends bytes, and answers how many it took."""
        self._checkClosed()
        if self._sslobj is None:
            return super().send(data, flags)
        self._refuse_flags('send', flags)
        return self._sslobj.write(data)

    def sendall(self, data, flags=0):
        """Sends all bytes."""
        self._checkClosed()
        if self._sslobj is None:
            return super().sendall(data, flags)
        self._refuse_flags('sendall', flags)
        with memoryview(data) as view, view.cast('B') as octets:
            sent = 0
            while sent < len(octets):
                sent += self.send(octets[sent:])

    def sendfile(self, file, offset=0, count=None):
        """Sends a file, and answers how many bytes that were. The kernel copies it by itself where there is no TLS."""
        if self._sslobj is None:
            return super().sendfile(file, offset, count)
        return self._sendfile_use_send(file, offset, count)

    def recv(self, buflen=1024, flags=0):
        """Up to `buflen` bytes of what the other side sent, none at the end."""
        self._checkClosed()
        if self._sslobj is None:
            return super().recv(buflen, flags)
        self._refuse_flags('recv', flags)
        return self.read(buflen)

    def recv_into(self, buffer, nbytes=None, flags=0):
        """Receives into a buffer, and answers how many bytes that were."""
        self._checkClosed()
        if nbytes is None:
            nbytes = _size(buffer) or 1024
        if self._sslobj is None:
            return super().recv_into(buffer, nbytes, flags)
        self._refuse_flags('recv_into', flags)
        return self.read(nbytes, buffer)

    def sendto(self, data, flags_or_addr, addr=None):
        """As a socket's where there is no TLS, else refuses."""
        self._checkClosed()
        self._refuse_datagrams('sendto')
        return super().sendto(data, flags_or_addr) if addr is None else super().sendto(data, flags_or_addr, addr)

    def recvfrom(self, buflen=1024, flags=0):
        """As a socket's where there is no TLS, else refuses."""
        self._checkClosed()
        self._refuse_datagrams('recvfrom')
        return super().recvfrom(buflen, flags)

    def recvfrom_into(self, buffer, nbytes=None, flags=0):
        """As a socket's where there is no TLS, else refuses."""
        self._checkClosed()
        self._refuse_datagrams('recvfrom_into')
        return super().recvfrom_into(buffer, nbytes, flags)

    sendmsg = _never('sendmsg')
    recvmsg = _never('recvmsg')
    recvmsg_into = _never('recvmsg_into')

    # What became of the handshake

    pending = _ask('pending', without=0)
    cipher = _ask('cipher')
    shared_ciphers = _ask('shared_ciphers')
    compression = _ask('compression')
    selected_alpn_protocol = _ask('selected_alpn_protocol')
    version = _ask('version')

    @_same_as_object
    def selected_npn_protocol(self):
        self._checkClosed()
        _warn_of_npn()

    @_same_as_object
    def getpeercert(self, binary_form=False):
        self._checkClosed()
        self._check_connected()
        return self._sslobj.getpeercert(binary_form)

    @_same_as_object
    def get_verified_chain(self):
        return _to_der(self._sslobj.get_verified_chain())

    @_same_as_object
    def get_unverified_chain(self):
        return _to_der(self._sslobj.get_unverified_chain())

    @_same_as_object
    def get_channel_binding(self, cb_type='tls-unique'):
        if self._sslobj is not None:
            return self._sslobj.get_channel_binding(cb_type)
        if cb_type not in CHANNEL_BINDING_TYPES:
            raise ValueError(f'{cb_type} channel binding type not implemented')

    @_same_as_object
    def verify_client_post_handshake(self):
        if not self._sslobj:
            raise ValueError(f'No SSL wrapper around {self}')
        return self._sslobj.verify_client_post_handshake()


def _size(buffer):
    if buffer is None:
        return 0
    with memoryview(buffer) as view:
        return view.nbytes


def _early_data_error(number):
    reason = 'Closed before TLS handshake with data in recv buffer.'
    error = SSLError(number, reason)
    error.reason = reason
    error.library = None
    return error


# Contexts

def _typed(name, kind, settable=True):
    """A property of SSLContext: that of _SSLContext, whose number is answered as a member of an enumeration."""
    inner = getattr(_SSLContext, name)

    def get(self):
        return kind(inner.__get__(self))

    def set(self, value):
        inner.__set__(self, value)

    return property(get, set if settable else None)


def _member(kind, number):
    """The member of an enumeration, or the number itself where there is none."""
    try:
        return kind(number)
    except ValueError:
        return number


def _verify_mode(number):
    return _member(VerifyMode, number)


def _message_kind(content_type):
    match content_type:
        case _TLSContentType.HEADER:
            return _TLSContentType
        case _TLSContentType.ALERT:
            return _TLSAlertType
        case _:
            return _TLSMessageType


def _name_numbers(callback):
    """A callback of _SSLContext that calls another one with members of enumerations."""

    def named(connection, direction, version, content, message, data):
        version = _member(TLSVersion, version)
        content = _member(_TLSContentType, content)
        return callback(connection, direction, version, content, _member(_message_kind(content), message), data)

    named.user_function = callback
    return named


def _prefixed(protocols, extension):
    """Protocols as ALPN and NPN send them: each behind its length."""
    encoded = bytearray()
    for protocol in protocols:
        name = bytes(protocol, 'ascii')
        if not 1 <= len(name) <= 255:
            raise SSLError(f'{extension} protocols must be 1 to 255 in length')
        encoded += bytes((len(name),)) + name
    return encoded


class SSLContext(_SSLContext):
    """What connections have in common: versions, certificates, keys, whom to trust, callbacks."""

    sslsocket_class = SSLSocket
    sslobject_class = SSLObject

    def __new__(cls, protocol=None, *args, **kwargs):
        if protocol is None:
            warnings.warn('ssl.SSLContext() without protocol argument is deprecated.', DeprecationWarning, stacklevel=2)
            protocol = PROTOCOL_TLS
        return _SSLContext.__new__(cls, protocol)

    def _encode_hostname(self, hostname):
        if hostname is None:
            return None
        octets = hostname.encode('idna') if isinstance(hostname, str) else hostname
        return octets.decode('ascii')

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        """An SSLSocket in place of a stream socket, which is detached. It does the handshake now or when it is
        connected, unless `do_handshake_on_connect` is false. A connection that ends without TLS's farewell has ended as
        any other, unless `suppress_ragged_eofs` is false.
        """
        return self.sslsocket_class._create(
            sock=sock,
            server_side=server_side,
            do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs,
            server_hostname=server_hostname,
            context=self,
            session=session,
        )

    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        """An SSLObject over two MemoryBIO: what the other side sent, and what must be sent to it."""
        return self.sslobject_class._create(
            incoming,
            outgoing,
            server_side=server_side,
            server_hostname=self._encode_hostname(server_hostname),
            session=session,
            context=self,
        )

    def set_alpn_protocols(self, alpn_protocols):
        """The application protocols this side speaks, the best first."""
        self._set_alpn_protocols(_prefixed(alpn_protocols, 'ALPN'))

    def set_npn_protocols(self, npn_protocols):
        """NPN is gone: `set_alpn_protocols` has taken its place."""
        _warn_of_npn()
        encoded = _prefixed(npn_protocols, 'NPN')
        self._set_npn_protocols(encoded)

    def set_servername_callback(self, server_name_callback):
        """As `sni_callback`, but the callback gets names that are not ASCII encoded."""
        if server_name_callback is None:
            self.sni_callback = None
            return
        if not callable(server_name_callback):
            raise TypeError('not a callable object')

        def encoding(sslobj, servername, sslctx):
            return server_name_callback(sslobj, self._encode_hostname(servername), sslctx)

        self.sni_callback = encoding

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        """Trusts what the system trusts."""
        if not isinstance(purpose, _ASN1Object):
            raise TypeError(purpose)
        self.set_default_verify_paths()

    protocol = _typed('protocol', _SSLMethod, settable=False)
    options = _typed('options', Options)
    verify_flags = _typed('verify_flags', VerifyFlags)
    verify_mode = _typed('verify_mode', _verify_mode)
    maximum_version = _typed('maximum_version', TLSVersion)

    @property
    def minimum_version(self):
        """The lowest version of TLS to speak."""
        return TLSVersion(super().minimum_version)

    @minimum_version.setter
    def minimum_version(self, value):
        if value == TLSVersion.SSLv3:
            self.options &= ~Options.OP_NO_SSLv3
        _SSLContext.minimum_version.__set__(self, value)

    @property
    def hostname_checks_common_name(self):
        """Whether a certificate without alternative names may hold the host's name in its subject."""
        return not self._host_flags & _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT

    @hostname_checks_common_name.setter
    def hostname_checks_common_name(self, value):
        never = _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT
        self._host_flags = self._host_flags & ~never if value else self._host_flags | never

    @property
    def _msg_callback(self):
        """Called for each message that is no application data: with the connection, 'read' or 'write', the version, the
        content's type, the message's type and its bytes. What it raises is raised when the operation has been done.
        """
        inner = super()._msg_callback
        return None if inner is None else inner.user_function

    @_msg_callback.setter
    def _msg_callback(self, callback):
        if callback is not None and not callable(callback):
            raise TypeError(f'{callback} is not callable.')
        _SSLContext._msg_callback.__set__(self, None if callback is None else _name_numbers(callback))


def _choose_protocol(purpose):
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose == Purpose.SERVER_AUTH:
        return PROTOCOL_TLS_CLIENT
    if purpose == Purpose.CLIENT_AUTH:
        return PROTOCOL_TLS_SERVER
    raise ValueError(purpose)


def _furnish(context, purpose, cafile, capath, cadata):
    """Gives a context what it trusts, and the file for keys that the environment names."""
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif context.verify_mode != CERT_NONE:
        context.load_default_certs(purpose)
    keylog_filename = os.environ.get('SSLKEYLOGFILE')
    if keylog_filename and hasattr(context, 'keylog_filename') and not sys.flags.ignore_environment:
        context.keylog_filename = keylog_filename
    return context


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    """A context with today's settings. For a client it demands a certificate that is trusted (by the system, if nothing
    else is given) and names the host."""
    context = SSLContext(_choose_protocol(purpose))
    context.verify_flags |= VERIFY_X509_PARTIAL_CHAIN | VERIFY_X509_STRICT
    return _furnish(context, purpose, cafile, capath, cadata)


def _create_unverified_context(protocol=None, *, cert_reqs=CERT_NONE, check_hostname=False, purpose=Purpose.SERVER_AUTH,
                               certfile=None, keyfile=None, cafile=None, capath=None, cadata=None):
    """A context that verifies nothing unless told to, for the standard library's modules."""
    usual_protocol = _choose_protocol(purpose)
    context = SSLContext(usual_protocol if protocol is None else protocol)
    # In this order: verify_mode refuses CERT_NONE while host names are checked.
    context.check_hostname = check_hostname
    if cert_reqs is not None:
        context.verify_mode = cert_reqs
    if check_hostname:
        context.check_hostname = True
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    elif keyfile:
        raise ValueError('certfile must be specified')
    return _furnish(context, purpose, cafile, capath, cadata)


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS_CLIENT, ca_certs=None, timeout=_GLOBAL_DEFAULT_TIMEOUT):
    """The certificate of the server at a host and port, in PEM. It is verified if there are certificates to trust."""
    host, port = addr
    cert_reqs = CERT_NONE if ca_certs is None else CERT_REQUIRED
    context = _create_stdlib_context(ssl_version, cert_reqs=cert_reqs, cafile=ca_certs)
    with create_connection(addr, timeout=timeout) as plain, context.wrap_socket(plain, server_hostname=host) as wrapped:
        return DER_cert_to_PEM_cert(wrapped.getpeercert(True))
