"""Where the wheel of pip is, in the package of the command that runs this Python, and where pip keeps what it fetches."""
import os
import sys

NAME = 'pip-26.3-py3-none-any.whl'
_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(sys.executable)))
PATH = os.path.join(_PACKAGE, 'wheels', NAME)


def fetch():
    """In a clone of the project the wheel is fetched when it is first needed. Raises RuntimeError where that fails."""
    import subprocess
    script = os.path.join(_PACKAGE, '..', '..', 'scripts', 'fetch-pip.mjs')
    if os.path.exists(script):
        subprocess.run([os.path.realpath('/proc/self/exe'), script])
    if not os.path.exists(PATH):
        raise RuntimeError(f'the wheel of pip is not here: {PATH}')


def keep_cache_apart():
    """The names of pip's cached wheels do not tell this Python from one for the machine's processor."""
    path = os.path.join(sys.prefix, 'pip.conf')
    if not os.path.exists(path):
        from venv import pip_cache
        os.makedirs(sys.prefix, exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'[global]\ncache-dir = {pip_cache()}\n')
