# The system's users and groups, as pwd and grp have them, and what is built on them.
# conformance: needs=processes
import getpass, grp, os, pathlib, pickle, pwd, shutil


def show(function, *args, **kwargs):
    try:
        print(function.__name__, args, kwargs, "=>", function(*args, **kwargs))
    except Exception as e:
        print(function.__name__, args, kwargs, "=>", type(e).__name__, e)


root = pwd.getpwuid(0)
print(root.pw_name, root.pw_uid, root.pw_gid, root.pw_dir, tuple(root)[2:4], root == pwd.getpwnam("root"), len(root))
group = grp.getgrgid(0)
print(group.gr_name, group.gr_gid, type(group.gr_mem), group == grp.getgrnam("root"), root in pwd.getpwall(), len(grp.getgrall()) > 1)
print(pickle.loads(pickle.dumps(root)) == root, os.path.expanduser("~root"), pathlib.Path("/").owner(), pathlib.Path("/").group())
for call in (
    (pwd.getpwnam, "nosuch"), (pwd.getpwnam, 5), (pwd.getpwnam, "a\0b"), (pwd.getpwnam, "\ud800"), (pwd.getpwnam,),
    (pwd.getpwuid, 99999), (pwd.getpwuid, -1), (pwd.getpwuid, -2), (pwd.getpwuid, 2**70), (pwd.getpwuid, "a"), (pwd.getpwuid, 1.5),
    (grp.getgrnam, "nosuch"), (grp.getgrnam, b"a"), (grp.getgrgid, 99999), (grp.getgrgid, -5), (grp.getgrgid, 2**70), (grp.getgrgid, "a"),
    (os.getgrouplist, "root", 0), (shutil._get_uid, "root"), (shutil._get_gid, "nosuch"),
):
    show(*call)
show(grp.getgrgid, id=0)
show(pwd.getpwnam, name="root")
print(getpass.getuser() == pwd.getpwuid(os.getuid()).pw_name or "LOGNAME" in os.environ)
