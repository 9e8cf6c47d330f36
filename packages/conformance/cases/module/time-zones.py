# Time zones by C's own rules and names, before and after time.tzset(); which clocks there are.
import datetime, os, time

for zone in ("Europe/Berlin", "America/New_York", "UTC", "EST5EDT", "XXX-3:30", "Asia/Kolkata", "<+03>-3", "Nowhere/Bad", "Abcdefghijkl0", ""):
    os.environ["TZ"] = zone
    time.tzset()
    winter, summer = time.localtime(1700000000), time.localtime(1690000000)
    print(zone, time.tzname, time.timezone, time.altzone, time.daylight)
    print(winter, winter.tm_zone, winter.tm_gmtoff, summer.tm_hour, summer.tm_zone, summer.tm_isdst)
    print(time.strftime("%Y %H %Z %z", summer), time.mktime(summer), time.ctime(1690000000))
    print(datetime.datetime.fromtimestamp(1690000000).astimezone(), datetime.datetime.fromtimestamp(0))
for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    print(name, time.get_clock_info(name))
for name in sorted(n for n in dir(time) if n.startswith("CLOCK_")):
    print(name, getattr(time, name), time.clock_getres(getattr(time, name)), time.clock_gettime(getattr(time, name)) > 0)
for call in (time.clock_gettime, time.clock_gettime_ns, time.clock_getres):
    for number in (99, -1, "x", 2**40):
        try:
            print(call(number))
        except (OSError, TypeError, OverflowError) as e:
            print(call.__name__, number, repr(e))
try:
    time.clock_settime(time.CLOCK_MONOTONIC, 1)
except OSError as e:
    print(repr(e))
start = time.process_time(), time.thread_time(), os.times()
while time.process_time() - start[0] < 0.05:
    pass
print(time.thread_time() > start[1], time.process_time_ns() > 0, time.thread_time_ns() > 0, os.times().elapsed > 0)
