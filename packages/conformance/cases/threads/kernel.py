# The main thread's number, and its name, as the kernel has them.
import os
import threading

main = threading.main_thread()
print(main.native_id == os.getpid(), os.path.isdir(f'/proc/self/task/{main.native_id}'))


def names():
    with open(f'/proc/self/task/{main.native_id}/comm') as task, open('/proc/self/comm') as process:
        return task.read(), process.read()


if threading.current_thread() is main:
    for name in ('listener', 'a name that is too long', 'sch\xf6ne Verbindung', 'nul\0inside'):
        main.name = name
        print(name, names())
print(os.sched_getaffinity(main.native_id) == os.sched_getaffinity(os.getpid()))
child = os.fork()
if child == 0:
    here = threading.current_thread()
    os._exit(here.native_id != os.getpid() or threading.get_native_id() != os.getpid())
print(os.waitpid(child, 0)[1])
