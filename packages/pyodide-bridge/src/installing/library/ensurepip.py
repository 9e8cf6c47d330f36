"""
Installs pip from the wheel that comes with pysock, without a network.

The interface is that of CPython's module of the same name.
"""
import os
import sys
import tempfile

from ensurepip._wheel import NAME, PATH, fetch

__all__ = ['version', 'bootstrap']

_PIP_VERSION = NAME.split('-')[1]


def version():
    """The version of the pip that is installed."""
    return _PIP_VERSION


def _run_pip(args, additional_paths=()):
    """Runs pip's command line in a process of its own: pip leaves things behind in the one it runs in. Returns its exit code."""
    import subprocess
    code = f"""
import runpy
import sys
sys.path = {list(additional_paths)!r} + sys.path
sys.argv[1:] = {list(args)!r}
runpy.run_module("pip", run_name="__main__", alter_sys=True)
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
    if not os.path.exists(PATH):
        fetch()
    with tempfile.TemporaryDirectory() as folder:
        wheel = os.path.join(folder, NAME)
        with open(PATH, 'rb') as source, open(wheel, 'wb') as target:
            target.write(source.read())
        args = ['install', '--no-cache-dir', '--no-index', '--find-links', folder]
        if root:
            args += ['--root', root]
        if upgrade:
            args += ['--upgrade']
        if user:
            args += ['--user']
        if verbosity:
            args += ['-' + 'v' * verbosity]
        if not root and not user:
            _keep_cache_apart()
        return _run_pip([*args, 'pip'], [wheel])


def _keep_cache_apart():
    """The names of pip's cached wheels do not tell this Python from one for the machine's processor."""
    path = os.path.join(sys.prefix, 'pip.conf')
    if not os.path.exists(path):
        from venv import pip_cache
        os.makedirs(sys.prefix, exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'[global]\ncache-dir = {pip_cache()}\n')


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
