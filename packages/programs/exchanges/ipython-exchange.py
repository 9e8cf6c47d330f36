"""ipython: expressions, a command of the shell, its output in a variable, a magic, an error."""
import os
import subprocess
import sys
import tempfile

CELLS = '''
1 + 1
!echo from the shell
lines = !printf 'a\\nb\\n'
print(lines)
%timeit -n1 -r1 -q 1
!exit 3
print(_exit_code)
1 / 0
'''

with tempfile.TemporaryDirectory() as folder:
    env = {**os.environ, 'IPYTHONDIR': folder, 'TERM': 'dumb'}
    with open(f'{folder}/cells.ipy', 'w') as file:
        file.write(CELLS)
    command = [sys.executable, '-m', 'IPython', '--colors=NoColor', '--no-banner']
    for args in [f'{folder}/cells.ipy'], ['-c', '!ls -d /']:
        done = subprocess.run([*command, *args], capture_output=True, text=True, env=env, stdin=subprocess.DEVNULL)
        print(done.stdout.splitlines()[-1:] if 'Error' in done.stdout else done.stdout.split(), done.returncode)
    done = subprocess.run(command, capture_output=True, text=True, env=env, input=CELLS)
    print([line.strip() for line in done.stdout.splitlines() if 'shell' in line or 'Out' in line or 'Error' in line])
