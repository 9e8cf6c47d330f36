"""
Installs pip from the wheel that comes with pysock, without a network.

The interface is that of CPython's module of the same name.
"""
import contextlib
import os
import pathlib
import sys
import sysconfig
import tempfile

from ensurepip import _wheel

__all__ = ['version', 'bootstrap']

_PIP_VERSION = _wheel.NAME.split('-')[1]
# A folder of wheels that this Python was built to take pip from, or None: the wheel that comes with pysock.
_WHEEL_PKG_DIR = pathlib.Path(folder).resolve() if (folder := sysconfig.get_config_var('WHEEL_PKG_DIR')) else None


def _wheel_path():
    names = sorted(os.listdir(_WHEEL_PKG_DIR)) if _WHEEL_PKG_DIR else ()
    wheels = [name for name in names if name.startswith('pip-') and name.endswith('.whl')]
    return _WHEEL_PKG_DIR / wheels[-1] if wheels else pathlib.Path(_wheel.PATH)


@contextlib.contextmanager
def _get_pip_whl_path_ctx():
    """The path of the wheel, which is there while the context lasts."""
    path = _wheel_path()
    if not path.exists():
        _wheel.fetch()
    yield path


def version():
    """The version of the pip that is installed."""
    return _wheel_path().name.split('-')[1]


def _run_pip(args, additional_paths=()):
    """Runs pip's command line in a process of its own: pip leaves things behind in the one it runs in. Returns its exit code."""
    import subprocess
    code = f"""
import sys
sys.path[:0], sys.argv[1:] = {list(additional_paths)!r}, {list(args)!r}
from runpy import run_module
run_module('pip', run_name='__main__', alter_sys=True)
"""
    command = [sys.executable, '-W', 'ignore::DeprecationWarning', '-c', code]
    if sys.flags.isolated:
        command.insert(1, '-I')
    return subprocess.run(command, check=True).returncode


def _disable_pip_configuration_settings():
    # What is installed is to be this pip, whatever the user has configured.
    for name in [name for name in os.environ if name.startswith('PIP_')]:
        del os.environ[name]
    os.environ['PIP_CONFIG_FILE'] = os.devnull


def _bootstrap(*, root=None, upgrade=False, user=False, altinstall=False, default_pip=False, verbosity=0):
    if altinstall and default_pip:
        raise ValueError('Cannot use altinstall and default_pip together')
    sys.audit('ensurepip.bootstrap', root)
    _disable_pip_configuration_settings()
    # pip names its commands by this.
    if altinstall:
        os.environ['ENSUREPIP_OPTIONS'] = 'altinstall'
    elif not default_pip:
        os.environ['ENSUREPIP_OPTIONS'] = 'install'
    with _get_pip_whl_path_ctx() as path, tempfile.TemporaryDirectory() as folder:
        wheel = pathlib.Path(folder, path.name)
        wheel.write_bytes(path.read_bytes())
        args = ['install', '--no-cache-dir', '--no-index', '--find-links', folder]
        if root:
            args += ['--root', root]
        if upgrade:
            args += ['--upgrade']
        if user:
            args += ['--user']
        if not root and not user:
            _wheel.keep_cache_apart()
        return _run_pip([*args, *_verbose(verbosity), 'pip'], [str(wheel)])


def _verbose(verbosity):
    return ['-' + 'v' * verbosity] if verbosity else []


def _uninstall_helper(*, verbosity=0):
    """Removes pip, where it is of the version that is installed here."""
    try:
        from pip import __version__ as found
    except ImportError:
        return None
    if found != version():
        print(f'ensurepip will only uninstall a matching version ({found!r} installed, {version()!r} available)', file=sys.stderr)
        return None
    _disable_pip_configuration_settings()
    return _run_pip(['uninstall', '-y', '--disable-pip-version-check', *_verbose(verbosity), 'pip'])


def bootstrap(*, root=None, upgrade=False, user=False, altinstall=False, default_pip=False, verbosity=0):
    """
    Installs pip into the current installation, or below `root`. `upgrade`: also over an older one; `user`: into the user's site;
    `altinstall`: only pipX.Y; `default_pip`: `pip` too; `verbosity`: 0 to 3. Raises ValueError and CalledProcessError.
    """
    _bootstrap(root=root, upgrade=upgrade, user=user, altinstall=altinstall, default_pip=default_pip, verbosity=verbosity)


def _main(argv=None):
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('--version', action='version', version=f'pip {version()}',
                        help='Show the version of pip that is bundled with this Python.')
    parser.add_argument('-v', '--verbose', action='count', default=0, dest='verbosity',
                        help='Give more output. Option is additive, and can be used up to 3 times.')
    parser.add_argument('-U', '--upgrade', action='store_true', default=False,
                        help='Upgrade pip and dependencies, even if already installed.')
    parser.add_argument('--user', action='store_true', default=False, help='Install using the user scheme.')
    parser.add_argument('--root', default=None, help='Install everything relative to this alternate root directory.')
    parser.add_argument('--altinstall', action='store_true', default=False,
                        help='Make an alternate install, installing only the X.Y versioned scripts (Default: pipX, pipX.Y).')
    parser.add_argument('--default-pip', action='store_true', default=False,
                        help='Make a default pip install, installing the unqualified pip in addition to the versioned scripts.')
    parser.add_argument('--pyodide-index', choices=['on', 'off'],
                        help="pysock's own: have pip look for compiled packages in Pyodide's distribution too, or no longer, and do nothing else.")
    options = parser.parse_args(argv)
    if options.pyodide_index:
        from ensurepip import _index
        return _index.switch(options.pyodide_index == 'on')
    return _bootstrap(root=options.root, upgrade=options.upgrade, user=options.user, verbosity=options.verbosity,
                      altinstall=options.altinstall, default_pip=options.default_pip)
