"""virtualenv: an environment that it makes, and pip in it."""
import pathlib
import subprocess
import sys
import tempfile

CODE = 'import pip, sys; print(sys.prefix != sys.base_prefix, sys.prefix == sys.argv[1])'

with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder).resolve() / 'made'
    done = subprocess.run([sys.executable, '-m', 'virtualenv', '-q', '--no-download', place], capture_output=True, text=True)
    print(done.returncode, done.stdout, done.stderr)
    python = place / 'bin' / 'python'
    print(subprocess.run([python, '-I', '-c', CODE, place], capture_output=True, text=True).stdout)
    shell = f'. {place}/bin/activate && python -c "import sys; print(sys.executable)"'
    print(subprocess.run(shell, shell=True, capture_output=True, text=True).stdout == f'{python}\n')
