"""Where the wheel of pip is: in the package of the command that runs this Python."""
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
