# conformance: table normalize=tmp needs=processes
# What OSErrors of C code and of the socket module have: class, number, text, the files' names.
import errno, fcntl, io, os, select, shutil, socket, tempfile

os.chdir(tempfile.mkdtemp())
open("file", "w").close()
os.mkdir("folder")
open("folder/file", "w").close()
os.symlink("loop", "loop")
unix = socket.socket(socket.AF_UNIX)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
tcp = socket.socket()
free = socket.create_server(("127.0.0.1", 0))
port = free.getsockname()[1]
free.close()
closed = os.open("file", os.O_RDONLY)
os.close(closed)


def show(expression):
    try:
        value = eval(expression)
        print(expression, "=>", "done" if value is None or not isinstance(value, (int, bool)) else value)
    except OSError as e:
        print(expression, "=>", type(e).__name__, e.errno, e.strerror, repr(e.filename), repr(e.filename2), len(e.args))
    except (ValueError, TypeError) as e:
        print(expression, "=>", type(e).__name__, e)


paths = """open({0}) open({0},'x') os.open({0},0) os.stat({0}) os.lstat({0}) os.listdir({0}) os.scandir({0}) os.mkdir({0})
os.rmdir({0}) os.unlink({0}) os.rename({0},'x/y') os.rename('file',{0}+'/x') os.replace({0},'folder') os.readlink({0})
os.symlink('x',{0}) os.chmod({0},0o600) os.chdir({0}) os.truncate({0},-1) os.utime({0},(1,1)) os.statvfs({0}) os.access({0},0)
unix.connect({0}) unix.bind({0}) shutil.copyfile({0},'new') os.makedirs({0}+'/x') io.FileIO({0},'r+')"""
for name in ("'missing'", "'file/below'", "'loop'", "'a'*300", "''"):
    for call in paths.split():
        show(call.format(name))
for number in ("-1", "9999", "closed"):
    for call in """os.read({0},1) os.write({0},b'x') os.fstat({0}) os.fsync({0}) os.lseek({0},0,0) os.dup({0}) os.dup2({0},77)
    os.ftruncate({0},1) os.isatty({0}) os.get_blocking({0}) os.set_inheritable({0},True) os.close({0}) os.fchdir({0})
    fcntl.fcntl({0},fcntl.F_GETFL) open({0}) io.FileIO({0}) socket.socket(fileno={0}) select.select([{0}],[],[],0)""".split():
        show(call.format(number))
for call in """tcp.connect(('127.0.0.1',port)) tcp.connect_ex(('127.0.0.1',port)) tcp.getpeername() tcp.send(b'x') tcp.recv(1)
tcp.shutdown(2) tcp.accept() tcp.listen() tcp.bind(('192.0.2.1',0)) udp.send(b'x') udp.sendto(b'x'*70000,('127.0.0.1',9))
udp.connect(('255.255.255.255',9)) udp.listen() udp.accept() tcp.setsockopt(6,999,1) tcp.getsockopt(999,1) socket.socket(2,9)
socket.socket(2,1,17) socket.socketpair(2) unix.connect('\\0missing') os.kill(2**22+5,0) os.sendfile(1,-1,0,1) select.epoll(-5)
socket.if_nametoindex('none') socket.if_indextoname(99999) os.strerror(2) os.strerror(9999) os.error(1,2).errno""".split():
    show(call)
