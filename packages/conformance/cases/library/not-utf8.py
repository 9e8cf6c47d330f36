# conformance: time-limit=120 long needs=processes
# Arguments, variables, names of files and output that are not UTF-8: surrogateescape.
import os
import subprocess
import sys
import tempfile

CODE = 'import os, sys; print(ascii(sys.argv), ascii(os.environ["LETTERS"]), os.environb[b"LETTERS"])'


def run(*arguments, **options):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, **options)
    return done.returncode, done.stdout, done.stderr


environment = {**os.environb, b'LETTERS': b'\xe4\xff=\xc3\xa4'}
print(run('-c', CODE, b'\xfe', 'ä', b'\xed\xb3\xbf', b'\xf0\x9f\x98\x80\x80', env=environment))
with tempfile.TemporaryDirectory() as folder:
    name = os.fsencode(folder) + b'/\xfe.py'
    with open(name, 'w') as file:
        file.write('import os; print(os.fsencode(os.path.basename(__file__)))')
    print(run(name))
    print(os.listdir(folder), os.listdir(os.fsencode(folder)))
print(run('-c', b'print("\xff")')[0])
for limit in ('-X', 'int_max_str_digits=700', '-c', 'print(len(str(10 ** 699)))'), ('-c', 'str(10 ** 699)'):
    status, out, err = run(*limit, env={**os.environ, 'PYTHONINTMAXSTRDIGITS': '650'})
    print(status, out, err.splitlines()[-1:])
print(run('-X', 'int_max_str_digits=5', '-c', 'pass'))
code = 'import sys, os; print(sys.stdin, os.open("/dev/null", os.O_RDONLY), os.fstat(1).st_mode > 0)'
print(run('-c', code, preexec_fn=lambda: os.close(0)))
gone = tempfile.mkdtemp()
code = f'import os, sys; os.chdir({gone!r}); os.rmdir({gone!r}); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])'
status, out, err = run('-c', code, '-c', 'import os, sys; print(sys.path[0] == "", os.path.exists(".")); os.getcwd()')
print(status, out, err.splitlines()[-1])
