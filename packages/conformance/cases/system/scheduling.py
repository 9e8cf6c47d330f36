# Affinity, priorities, timers and the rest that the kernel knows of a process.
# conformance: needs=processes
import os, time

allowed = os.sched_getaffinity(0)
print(os.process_cpu_count() == len(allowed), os.cpu_count() >= len(allowed))
one = {min(allowed)}
os.sched_setaffinity(0, one)
print(os.sched_getaffinity(0) == one, os.process_cpu_count(), os.cpu_count() == os.sysconf("SC_NPROCESSORS_ONLN"))
os.sched_setaffinity(0, allowed)
before = os.getpriority(os.PRIO_PROCESS, 0)
print(os.nice(1) - before, os.getpriority(os.PRIO_PROCESS, 0) - before, os.nice(0) - before)
print(os.sched_getscheduler(0), os.sched_getparam(0), os.sched_get_priority_max(os.SCHED_FIFO), os.sched_rr_get_interval(0) >= 0)
print(os.getpgid(0) == os.getpgrp(), os.getsid(0) == os.getsid(os.getpid()), os.getresuid() == (os.getuid(), os.geteuid(), os.getuid()))
print(len(os.getrandom(16)), len(os.getloadavg()), os.confstr("CS_PATH"), os.sysconf("SC_CLK_TCK"), os.pathconf("/", "PC_NAME_MAX"))

timer = os.timerfd_create(time.CLOCK_MONOTONIC)
print(os.timerfd_settime(timer, initial=0.01, interval=0.5), os.get_inheritable(timer))
print(int.from_bytes(os.read(timer, 8), "little"))
left, interval = os.timerfd_gettime_ns(timer)
print(0 < left <= 500_000_000, interval, os.timerfd_settime_ns(timer)[1], os.timerfd_gettime(timer))
process = os.pidfd_open(os.getpid())
print(os.get_inheritable(process))
volume = os.statvfs("/proc")
print(volume.f_bsize, volume.f_blocks, volume.f_namemax, os.fstatvfs(os.open("/proc", os.O_RDONLY)).f_fsid == volume.f_fsid)
print(sorted(f.__name__ for f in os.supports_dir_fd), sorted(f.__name__ for f in os.supports_follow_symlinks))
print(sorted(f.__name__ for f in os.supports_fd), sorted(f.__name__ for f in os.supports_effective_ids))
