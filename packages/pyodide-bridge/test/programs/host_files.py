"""What CPython on Linux does with files. Prints the name of each check that holds; the working folder is empty."""
import errno
import fcntl
import mmap
import os
import shutil
import stat
import tempfile
import time

checks = []


def check(function):
    checks.append(function)
    return function


def fails(code, function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except OSError as error:
        assert error.errno == getattr(errno, code), error
        return error
    raise AssertionError(f'{code} expected')


def write(name, text='hello\n'):
    with open(name, 'w') as file:
        file.write(text)


@check
def reading_and_writing():
    write('a')
    with open('a', 'a') as file:
        file.write('more')
        assert file.tell() == 10
    assert open('a').read() == 'hello\nmore'
    with open('a', 'r+b') as file:
        file.seek(2)
        file.write(b'XX')
        file.seek(-4, 2)
        assert file.read() == b'more'
        file.truncate(5)
    assert open('a', 'rb').read() == b'heXXo'


@check
def errors():
    write('a')
    os.mkdir('d')
    write('d/f')
    assert isinstance(fails('EEXIST', open, 'a', 'x'), FileExistsError)
    error = fails('ENOENT', open, 'missing')
    assert isinstance(error, FileNotFoundError) and error.filename == 'missing'
    assert isinstance(fails('EISDIR', open, 'd'), IsADirectoryError)
    assert isinstance(fails('ENOTDIR', open, 'a/b'), NotADirectoryError)
    fails('ENAMETOOLONG', open, 'x' * 300)
    fails('EEXIST', os.mkdir, 'd')
    fails('ENOTEMPTY', os.rmdir, 'd')
    fails('EISDIR', os.unlink, 'd')
    fails('EISDIR', os.rename, 'a', 'd')
    fails('ENOTDIR', os.rename, 'd', 'a')
    fails('EINVAL', os.readlink, 'a')
    fails('ENOENT', os.chdir, 'missing')
    fails('ENOENT', os.listdir, 'missing')
    fails('EBADF', os.read, 99, 1)
    fails('EBADF', os.close, 99)


@check
def metadata():
    write('a')
    os.chmod('a', 0o640)
    found = os.stat('a')
    assert found.st_mode == stat.S_IFREG | 0o640
    assert (found.st_nlink, found.st_uid, found.st_size) == (1, os.geteuid(), 6)
    assert found.st_ino == next(entry.inode() for entry in os.scandir('.'))
    assert abs(found.st_mtime - time.time()) < 10
    os.utime('a', ns=(1_000_001_000, 2_000_002_000))
    assert (os.stat('a').st_atime_ns, os.stat('a').st_mtime_ns) == (1_000_001_000, 2_000_002_000)
    os.utime('a', (5, 6.5))
    assert os.stat('a').st_mtime == 6.5
    with open('a') as file:
        assert os.path.sameopenfile(file.fileno(), file.fileno())
        os.utime(file.fileno(), (7, 8))
        assert os.fstat(file.fileno()).st_mtime == 8
        os.fchmod(file.fileno(), 0o600)
    assert os.stat('a').st_mode & 0o777 == 0o600
    assert os.access('a', os.R_OK | os.W_OK) and not os.access('missing', os.F_OK)
    volume = os.statvfs('.')
    assert volume.f_bsize > 0 and volume.f_blocks > 0 and volume.f_namemax == 255


@check
def links():
    write('a')
    os.symlink('a', 'link')
    os.symlink('missing', 'dangling')
    os.symlink('loop', 'loop')
    assert os.readlink('link') == 'a' and os.path.islink('link') and open('link').read() == 'hello\n'
    assert os.lstat('link').st_size == 1 and os.stat('link').st_size == 6
    assert os.path.lexists('dangling') and not os.path.exists('dangling')
    assert os.path.realpath('link') == os.path.realpath('a')
    fails('ELOOP', open, 'loop')
    fails('ELOOP', os.open, 'link', os.O_RDONLY | os.O_NOFOLLOW)
    os.unlink('link')
    assert os.path.exists('a')
    # What is now a link was a file a moment ago.
    os.mkdir('d')
    write('d/f', 'in d')
    os.rename('a', 'b')
    os.symlink('d', 'a')
    assert open('a/f').read() == 'in d'


@check
def renaming():
    write('a', 'a')
    write('b', 'b')
    with open('b') as file:
        os.replace('a', 'b')
        assert file.read() == 'b'
    assert open('b').read() == 'a' and os.listdir() == ['b']
    file = open('b')
    os.unlink('b')
    assert file.read() == 'a' and os.listdir() == []
    file.close()


@check
def folders():
    os.makedirs('x/y/z')
    write('x/f')
    assert sorted(os.walk('x')) == [('x', ['y'], ['f']), ('x/y', ['z'], []), ('x/y/z', [], [])]
    with os.scandir('x') as entries:
        assert sorted((e.name, e.is_dir(), e.is_file()) for e in entries) == [('f', False, True), ('y', True, False)]
    for i in range(1000):
        os.close(os.open(f'x/y/{i:04}', os.O_CREAT))
    assert len(os.listdir('x/y')) == 1001
    os.chdir('x')
    assert os.getcwd().endswith('/x') and os.path.exists('f') and os.path.exists('../x')
    os.chdir('..')
    shutil.rmtree('x')
    assert not os.path.exists('x')


@check
def descriptors_of_folders():
    write('a')
    os.mkdir('d')
    folder = os.open('.', os.O_RDONLY | os.O_DIRECTORY)
    assert os.stat('a', dir_fd=folder).st_size == 6
    assert sorted(os.listdir(folder)) == ['a', 'd']
    os.close(os.open('new', os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.rename('new', 'd/newer', src_dir_fd=folder, dst_dir_fd=folder)
    os.unlink('d/newer', dir_fd=folder)
    os.chdir('d')
    os.fchdir(folder)
    assert os.path.exists('a')
    os.close(folder)


@check
def descriptors():
    fd = os.open('a', os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o640)
    fails('EEXIST', os.open, 'a', os.O_CREAT | os.O_EXCL)
    os.write(fd, b'0123456789')
    assert os.pread(fd, 3, 2) == b'234' and os.pwrite(fd, b'ZZ', 4) == 2
    assert os.lseek(fd, 0, os.SEEK_SET) == 0 and os.read(fd, 20) == b'0123ZZ6789'
    other = os.dup(fd)
    os.lseek(fd, 3, os.SEEK_SET)
    assert os.lseek(other, 0, os.SEEK_CUR) == 3
    os.close(fd)
    assert os.read(other, 2) == b'3Z'
    os.dup2(other, 40)
    assert os.read(40, 1) == b'Z' and os.lseek(other, 0, os.SEEK_CUR) == 6
    os.close(40)
    os.lseek(other, 0, os.SEEK_SET)
    buffers = [bytearray(2), bytearray(3)]
    assert os.readv(other, buffers) == 5 and buffers == [b'01', b'23Z']
    assert os.writev(other, [b'a', b'bc']) == 3
    os.ftruncate(other, 4)
    assert os.fstat(other).st_size == 4
    assert fcntl.fcntl(other, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR
    assert not os.get_inheritable(other)
    fcntl.lockf(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(other, fcntl.LOCK_UN)
    os.close(other)


@check
def the_lowest_free_number():
    fds = [os.open('/dev/null', os.O_RDONLY) for _ in range(3)]
    assert fds == [fds[0], fds[0] + 1, fds[0] + 2]
    os.close(fds[1])
    assert os.open('/dev/null', os.O_RDONLY) == fds[1]
    for fd in fds:
        os.close(fd)


@check
def pipes():
    reading, writing = os.pipe()
    assert os.write(writing, b'abc') == 3 and os.read(reading, 10) == b'abc'
    os.set_blocking(reading, False)
    assert isinstance(fails('EAGAIN', os.read, reading, 1), BlockingIOError)
    os.close(writing)
    assert os.read(reading, 1) == b''
    os.close(reading)


@check
def memory_maps():
    write('a', '0123456789')
    with open('a', 'r+b') as file:
        with mmap.mmap(file.fileno(), 0) as view:
            assert view[:4] == b'0123'
            view[0:2] = b'ab'
        assert file.read() == b'ab23456789'


@check
def large_files():
    with open('big', 'wb') as file:
        file.truncate(5_000_000_000)
        file.seek(4_999_999_990)
        file.write(b'x')
    assert os.path.getsize('big') == 5_000_000_000
    with open('big', 'rb') as file:
        file.seek(4_999_999_990)
        assert file.read() == b'x' + bytes(9)
    os.truncate('big', 10)
    assert os.path.getsize('big') == 10


@check
def names_that_are_no_text():
    name = b'\xff\xfe.txt'
    open(name, 'w').close()
    assert os.listdir(b'.') == [name] and os.listdir() == [os.fsdecode(name)]
    os.unlink(os.fsdecode(name))
    with open('bär', 'w'):
        assert os.listdir() == ['bär']


@check
def special_files():
    assert open('/dev/null').read() == '' and open('/dev/zero', 'rb').read(3) == bytes(3)
    assert len(open('/dev/urandom', 'rb').read(8)) == 8
    assert stat.S_ISCHR(os.stat('/dev/null').st_mode)
    assert open('/proc/self/status').readline().startswith('Name:')
    assert 'local_address' in open('/proc/net/tcp').readline()
    assert open('/etc/passwd').readline().count(':') == 6


@check
def temporary_files():
    with tempfile.NamedTemporaryFile() as file:
        file.write(b'x')
        file.flush()
        assert os.path.getsize(file.name) == 1
    assert not os.path.exists(file.name)
    with tempfile.TemporaryFile() as file:
        file.write(b'abc')
        file.seek(0)
        assert file.read() == b'abc'


@check
def the_mask():
    before = os.umask(0o027)
    os.close(os.open('a', os.O_CREAT, 0o666))
    assert os.stat('a').st_mode & 0o777 == 0o640
    assert os.umask(before) == 0o027


start = os.getcwd()
for function in checks:
    os.mkdir(function.__name__)
    os.chdir(function.__name__)
    function()
    os.chdir(start)
    shutil.rmtree(function.__name__)
    print(function.__name__)
