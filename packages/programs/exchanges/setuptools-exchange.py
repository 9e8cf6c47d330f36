"""setuptools: a wheel for this interpreter, whose tag it knows; pip builds it in a process, without a network, and installs it."""
import pathlib
import subprocess
import sys
import tempfile

SETUP = '''
from setuptools import Distribution, setup

class Compiled(Distribution):
    def has_ext_modules(self):
        return True

setup(name='made', version='1.0', py_modules=['made'], distclass=Compiled)
'''
TAGS = 'import setuptools, packaging.tags; print(*packaging.tags.sys_tags())'


def run(*args, **options):
    done = subprocess.run([sys.executable, *args], capture_output=True, text=True, **options)
    return done.stdout if done.returncode == 0 else done.stderr


with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, 'setup.py').write_text(SETUP)
    pathlib.Path(folder, 'made.py').write_text('value = 3\n')
    run('setup.py', '-q', 'bdist_wheel', cwd=folder)
    for wheel in pathlib.Path(folder, 'dist').iterdir():
        name, version, tag = wheel.stem.split('-', 2)
        print(name, version, tag in run('-c', TAGS).split(), tag.startswith(f'cp{sys.version_info[0]}{sys.version_info[1]}-'))
    for editable in False, True:
        args = ['--target', f'{folder}/{editable}', *(['-e'] if editable else []), folder]
        print(run('-m', 'pip', '-q', 'install', '--no-index', '--no-build-isolation', '--no-deps', *args), end='')
        print(sorted({path.suffix for path in pathlib.Path(folder, str(editable)).iterdir()} - {''}))
