# A pseudo-terminal: its attributes, its size, what goes through it.
# conformance: needs=processes
import os, pty, stat, termios, tty


def show(function, *args):
    try:
        print(function.__name__, "=>", function(*args))
    except Exception as e:
        print(function.__name__, "=>", type(e).__name__, e.args)


master, slave = pty.openpty()
attributes = termios.tcgetattr(slave)
print(attributes[:6], attributes[6][:5], len(attributes[6]))
for speed in (9600, 57600, 12345, 0, 38400):
    attributes[4] = attributes[5] = speed
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    print(speed, termios.tcgetattr(slave)[2:6])
tty.setcbreak(slave)
cbreak = termios.tcgetattr(slave)
print(cbreak[3], cbreak[6][termios.VMIN], cbreak[6][termios.VTIME])
show(termios.tcsetwinsize, slave, (24, 80))
print(termios.tcgetwinsize(master), os.get_terminal_size(slave))
print(os.ttyname(slave) == os.ptsname(master), os.isatty(slave), stat.S_ISCHR(os.fstat(slave).st_mode))
os.write(master, b"keys")
print(os.read(slave, 10))
for call in (
    (termios.tcgetattr, 99), (termios.tcgetattr, "a"), (termios.tcsetattr, slave, 99, cbreak), (termios.tcsetattr, slave, 0, [1]),
    (termios.tcsetattr, slave, 0, ["a", *cbreak[1:]]), (termios.tcsetattr, slave, 0, [*cbreak[:6], 5]),
    (termios.tcsetattr, slave, 0, [*cbreak[:6], ["a"] * 32]), (termios.tcflush, slave, 99), (termios.tcflow, slave, 99),
    (termios.tcdrain, slave), (termios.tcsendbreak, slave, 0), (termios.tcsetwinsize, slave, (1,)),
    (termios.tcsetwinsize, slave, (2**20, 1)), (os.ttyname, 99), (os.ptsname, slave), (os.get_terminal_size, 99),
):
    show(*call)
