"""What a host can do, a line for each check: `ok NAME` with what was seen, or `FAILED NAME: reason`. Its last line counts the checks."""
import os
import select
import socket
import struct
import sys
import time

checks = 0


def check(function):
    global checks
    checks += 1
    try:
        seen = function()
        print('ok', function.__name__, '' if seen is None else seen, flush=True)
    except BaseException as error:
        reason = f'{type(error).__name__} {error}'.replace('\n', ' ')
        print(f'FAILED {function.__name__}: {reason[:300]}', flush=True)


def server(family=socket.AF_INET, address='127.0.0.1'):
    return socket.create_server((address, 0), family=family)


@check
def python():
    return sys.version.split()[0]


@check
def tcp():
    with server() as listener, socket.create_connection(listener.getsockname()) as client:
        peer, _ = listener.accept()
        client.sendall(b'x' * 1000)
        client.shutdown(socket.SHUT_WR)
        assert sum(map(len, iter(lambda: peer.recv(4096), b''))) == 1000
        peer.close()


@check
def udp():
    with socket.socket(type=socket.SOCK_DGRAM) as receiver, socket.socket(type=socket.SOCK_DGRAM) as sender:
        receiver.bind(('127.0.0.1', 0))
        sender.sendto(b'hello', receiver.getsockname())
        assert receiver.recvfrom(10)[0] == b'hello'


@check
def ipv6():
    with server(socket.AF_INET6, '::1') as listener, socket.create_connection(listener.getsockname()[:2]) as client:
        peer, address = listener.accept()
        client.send(b'6')
        assert peer.recv(1) == b'6' and address[0] == '::1'
        peer.close()


@check
def unix_names():
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as client:
        listener.bind(f'\0pysock-probe-{os.getpid()}')
        listener.listen()
        client.connect(listener.getsockname())


@check
def descriptors_sent():
    left, right = socket.socketpair()
    reading, writing = os.pipe()
    socket.send_fds(left, [b'x'], [writing])
    _, [received], _, _ = socket.recv_fds(right, 10, 4)
    os.write(received, b'through')
    assert os.read(reading, 10) == b'through'


@check
def ancillary_data():
    with socket.socket(type=socket.SOCK_DGRAM) as receiver, socket.socket(type=socket.SOCK_DGRAM) as sender:
        receiver.bind(('127.0.0.1', 0))
        receiver.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTTL, 1)
        sender.connect(receiver.getsockname())
        sender.sendmsg([b'ab', b'cd'], [(socket.IPPROTO_IP, socket.IP_TTL, struct.pack('i', 33))])
        data, [(level, kind, value)], _, _ = receiver.recvmsg(10, 100)
        assert (data, level, kind, struct.unpack('i', value)) == (b'abcd', socket.IPPROTO_IP, socket.IP_TTL, (33,))


@check
def epoll():
    left, right = socket.socketpair()
    with select.epoll() as poller:
        poller.register(left, select.EPOLLIN)
        right.send(b'1')
        assert poller.poll(1) == [(left.fileno(), select.EPOLLIN)]


@check
def poll_and_select():
    left, right = socket.socketpair()
    right.send(b'1')
    poller = select.poll()
    poller.register(left, select.POLLIN)
    assert poller.poll(1000) == [(left.fileno(), select.POLLIN)]
    assert select.select([left], [], [], 1) == ([left], [], [])


@check
def options():
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 7))
        assert struct.unpack('ii', one.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)) == (1, 7)


@check
def timeout():
    left, _right = socket.socketpair()
    left.settimeout(.05)
    try:
        left.recv(1)
    except TimeoutError as error:
        assert str(error) == 'timed out'
    else:
        assert False, 'nothing timed out'


@check
def names():
    return sorted({found[4][0] for found in socket.getaddrinfo('localhost', 80)})


@check
def services():
    assert socket.getservbyname('http') == 80 and socket.getprotobyname('tcp') == 6
    assert socket.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST) == ('127.0.0.1', 'http')


@check
def unknown_name():
    try:
        socket.getaddrinfo('no.such.host.invalid', 80)
    except socket.gaierror as error:
        return error.args
    assert False, 'it was found'


@check
def interfaces():
    assert (socket.if_nametoindex('lo'), 'lo') in socket.if_nameindex()


@check
def refused():
    with socket.socket() as unused:
        unused.bind(('127.0.0.1', 0))
        try:
            socket.create_connection(unused.getsockname())
        except ConnectionRefusedError as error:
            return error.strerror
        assert False, 'it was connected'


@check
def netlink():
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as one:
        one.bind((0, 0))
        assert one.getsockname()[0] != 0


@check
def files():
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a')
        with open(path, 'w') as file:
            file.write('abc')
        os.rename(path, path + '2')
        os.utime(path + '2', (1, 2))
        found = os.stat(path + '2')
        assert (found.st_size, found.st_mtime, os.listdir(folder)) == (3, 2, ['a2'])


@check
def pipe_as_file():
    reading, writing = os.pipe()
    with open(reading, 'rb') as source:
        with open(writing, 'wb') as sink:
            sink.write(b'through')
        assert source.read() == b'through'


@check
def volumes():
    found = os.statvfs('/')
    assert found.f_bsize > 0 and found.f_namemax == 255


@check
def sendfile():
    left, right = socket.socketpair()
    with open(__file__, 'rb') as file:
        assert os.sendfile(left.fileno(), file.fileno(), 0, 100) == len(right.recv(200)) == 100


@check
def limits():
    import resource
    return resource.getrlimit(resource.RLIMIT_NOFILE)


@check
def alarm():
    import signal
    heard = []
    signal.signal(signal.SIGALRM, lambda *_: heard.append(1))
    signal.setitimer(signal.ITIMER_REAL, .05)
    left, _right = socket.socketpair()
    left.settimeout(.5)
    try:
        left.recv(1)
    except TimeoutError:
        pass
    assert heard == [1]


@check
def kill_oneself():
    import signal
    heard = []
    signal.signal(signal.SIGUSR1, lambda *_: heard.append(1))
    os.kill(os.getpid(), signal.SIGUSR1)
    deadline = time.monotonic() + 5
    while not heard and time.monotonic() < deadline:
        time.sleep(.01)
    assert heard == [1]


@check
def tls_version():
    import ssl
    assert len(ssl.create_default_context().get_ciphers()) > 5
    return ssl.OPENSSL_VERSION


@check
def tls_hello():
    import ssl
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context()
    try:
        context.wrap_bio(coming, going, server_hostname='localhost').do_handshake()
    except ssl.SSLWantReadError:
        pass
    assert going.read()[:2] == b'\x16\x03' and context.get_ca_certs()


@check
def hashes():
    import hashlib
    assert hashlib.sha256(b'abc').hexdigest().startswith('ba7816bf')
    assert hashlib.pbkdf2_hmac('sha1', b'password', b'salt', 1).hex().startswith('0c60c80f')


@check
def threads():
    import threading
    with server() as listener:
        heard = []

        def serve():
            peer, _ = listener.accept()
            heard.append(peer.recv(10))
            peer.sendall(b'yes')
            peer.close()

        thread = threading.Thread(target=serve)
        thread.start()
        with socket.create_connection(listener.getsockname()) as client:
            client.sendall(b'well?')
            assert client.recv(10) == b'yes'
        thread.join()
        assert heard == [b'well?']


@check
def threads_look_up():
    import threading
    found = []
    thread = threading.Thread(target=lambda: found.append(socket.getaddrinfo('localhost', 1)[0][4]))
    thread.start()
    thread.join()
    assert found


@check
def coroutines():
    import asyncio

    async def echo(reader, writer):
        writer.write(await reader.read(5))
        writer.close()

    async def main():
        async with await asyncio.start_server(echo, '127.0.0.1', 0) as listening:
            reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
            writer.write(b'async')
            assert await reader.read() == b'async'
            writer.close()

    asyncio.run(main())


@check
def processes():
    import subprocess
    assert os.system('exit 3') >> 8 == 3
    child = subprocess.run([sys.executable, '-c', 'print(input())'], input='hello', capture_output=True, text=True)
    assert child.stdout == 'hello\n', child.stderr


@check
def system():
    found = os.uname()
    assert found.sysname == 'Linux' and os.getpid() > 1 and len(os.urandom(4)) == 4 and socket.gethostname()
    return found.machine, time.strftime('%Z'), sys.getfilesystemencoding()


print(checks, 'checks')
