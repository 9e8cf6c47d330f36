# conformance: time-limit=120 needs=processes long
# What a preexec_fn does to the program that is started, and how its failures and those of the program reach the parent.
import os
import resource
import subprocess
import sys


def run(command, **options):
    try:
        result = subprocess.run(['sh', '-c', command], capture_output=True, text=True, **options)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print(repr(result.stdout), repr(result.stderr), result.returncode)


def fail():
    raise ValueError('not told')


def speak():
    print('before the program', os.getcwd(), flush=True)
    os.putenv('FRUIT', 'apple')
    os.umask(0o31)
    resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))


run('echo $FRUIT; umask; ulimit -n; pwd', cwd='/usr', preexec_fn=speak)
run('read _ _ _ _ _ sid _ < /proc/$$/stat; test $sid = $$ && echo leads a session', preexec_fn=os.setsid)
run('true', preexec_fn=fail)
run('true', preexec_fn=sys.exit)
run('true', preexec_fn=lambda: os._exit(9))
run('true', cwd='/no/such/folder', preexec_fn=speak)
reading, writing = os.pipe()
run(f'echo passed >&{writing}', pass_fds=[writing], preexec_fn=lambda: os.dup2(1, 60))
print(os.read(reading, 100))
try:
    subprocess.run(['/no/such/program'], preexec_fn=lambda: None)
except OSError as error:
    print(error)
