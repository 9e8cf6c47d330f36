# What functions of os refuse, and in which words.
# conformance: needs=processes
import os, warnings

warnings.simplefilter("ignore")


def show(expression):
    try:
        print(expression, "=>", eval(expression))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e, getattr(e, "filename", None), getattr(e, "filename2", None))


class NoPath:
    def __fspath__(self):
        return 5


for expression in """
os.link('a')|os.link(1, 2)|os.link('a\\0', 'b')|os.link('a', 'b', 'c')|os.link(src='a', dst='b', q=1)|os.link(NoPath(), 'a')
os.link('a', src='b', dst='c')|os.link('a', 'b', src_dir_fd='x')|os.link('a', 'b', src_dir_fd=2**40)|os.link('\\ud800', 'a')
os.link(bytearray(b'a'), 'b')|os.link('/nx', b'/nx/b')|os.symlink('a', '/nx/a', dir_fd=1.5)|os.mkfifo('/nx/a')|os.chroot('/nx')
os.nice()|os.nice('a')|os.nice(2**40)|os.getresuid(1)|os.getxattr(None, 'a')|os.listxattr(1.5)|os.getxattr(2**40, 'x')
os.getxattr(True, 'a')|os.setxattr('/nx', 'a', 5)|os.removexattr('/nx', 5)|os.setuid(-5)|os.setuid('a')|os.setuid(2**40)
os.setuid(2**70)|os.setgid(1.5)|os.getpgid('a')|os.getpgid(2**60)|os.getsid(2**31 - 1)|os.major(-1)|os.major(-3)|os.major(2**70)
os.makedev(1, 2**33)|os.makedev('a', 1)|os.makedev(-1, -1)|os.makedev(5, 300)|os.minor(1049900)|os.sysconf('x')|os.sysconf(1.5)
os.sysconf(99999)|os.confstr(99999)|os.pathconf('/nx', 1)|os.pathconf('/', 99)|os.fpathconf(-1, 1)|os.statvfs('/nx')
os.statvfs(None)|os.memfd_create(1)|os.memfd_create('a\\0')|os.memfd_create('a', 1.5)|os.getrandom(-1)|os.getrandom(2**70)
os.copy_file_range(1, 1, -2)|os.splice(1, 1, 1, flags=-1)|os.splice(1, 1, 1, offset_src=1.5)|os.preadv(0, 5, 0)
os.preadv(0, [b'a'], 0)|os.pwritev(99, [b'a'], 2**70)|os.preadv(0, [], 0, flags=1)|os.sched_setaffinity(0, 5)
os.sched_setaffinity(0, [-1])|os.sched_setaffinity(0, ['a'])|os.sched_setaffinity(0, [2**40])|os.sched_setscheduler(0, 0, 5)
os.sched_setparam(0, os.sched_param(2**40))|os.sched_param()|os.sched_param(1, 2)|os.sched_param(3)|os.timerfd_create(0, 0)
os.timerfd_settime(0, initial='a')|os.timerfd_settime(0, initial=1e40)|os.timerfd_settime_ns(0, initial=1.5)|os.setgroups(5)
os.setgroups(['a'])|os.setgroups([-5])|os.getgrouplist(1, 1)|os.setpriority(1)|os.getpriority(9, 0)|os.unshare('a')
os.pidfd_open(-1)|os.lockf('a', 1, 1)|os.posix_openpt('a')|os.utime('/nx', (1, 2), ns=(1, 2))|os.utime('/nx', [1, 2])
os.utime('/nx', ns=(1.5, 2))|os.utime(99, follow_symlinks=False)|os.access(5, 0)|os.access('/nx', 'a')
""".replace("\n", "|").split("|"):
    if expression:
        show(expression)
