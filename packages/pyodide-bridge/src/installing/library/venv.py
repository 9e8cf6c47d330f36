"""
Virtual environments: folders with packages of their own, whose python is this one.

The interface is that of CPython's module of the same name. An environment holds a link to the command that runs this Python, and its
pyvenv.cfg names the Node that the command is started with.
"""
import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
from logging import getLogger
from types import SimpleNamespace

from venv import _scripts

logger = getLogger(__name__)
CORE_VENV_DEPS = ('pip',)


class EnvBuilder:
    """
    Makes environments. Subclasses override steps of create().

    system_site_packages: packages of the base prefix can be imported too. clear: what an existing folder holds is removed first.
    symlinks: taken for the interface's sake, as the command is always linked. upgrade: an existing folder gets this Python.
    with_pip: pip is installed. prompt: the text before the shell's prompt; '.' is the current folder's name. upgrade_deps: pip is
    brought to its newest version. scm_ignore_files: version control systems that are told to ignore the folder ('git').
    """

    def __init__(self, system_site_packages=False, clear=False, symlinks=False, upgrade=False, with_pip=False, prompt=None,
                 upgrade_deps=False, *, scm_ignore_files=frozenset()):
        self.clear, self.upgrade, self.symlinks = clear, upgrade, symlinks
        self.with_pip, self.upgrade_deps, self.system_site_packages = with_pip, upgrade_deps, system_site_packages
        self.orig_prompt, self.prompt = prompt, os.path.basename(os.getcwd()) if prompt == '.' else prompt
        self.scm_ignore_files = frozenset(system.lower() for system in scm_ignore_files)

    def create(self, env_dir):
        """Makes an environment in a folder. Raises ValueError where something else lies, OSError where it cannot be written."""
        env_dir = os.path.abspath(env_dir)
        context = self.ensure_directories(env_dir)
        for system in self.scm_ignore_files:
            getattr(self, f'create_{system}_ignore_file')(context)
        with self._without_system_site_packages(context):
            self.setup_python(context)
            for wanted, step in (self.with_pip, self._setup_pip), (not self.upgrade, self._finish):
                if wanted:
                    step(context)
        if self.upgrade_deps:
            self.upgrade_dependencies(context)

    @contextlib.contextmanager
    def _without_system_site_packages(self, context):
        """Until pip is there: it would be the base prefix's that is found."""
        wanted, self.system_site_packages = self.system_site_packages, False
        self.create_configuration(context)
        yield
        self.system_site_packages = wanted
        if wanted:
            self.create_configuration(context)

    def _finish(self, context):
        self.setup_scripts(context)
        self.post_setup(context)

    def clear_directory(self, path):
        """Removes what a folder holds."""
        for entry in os.scandir(path):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.remove(entry.path)

    def _venv_path(self, env_dir, name):
        return sysconfig.get_path(name, scheme='venv', vars={'base': env_dir, 'platbase': env_dir, 'installed_base': env_dir})

    def ensure_directories(self, env_dir):
        """Makes the folders of an environment. Returns a namespace with their places, which the other steps are given."""
        if os.pathsep in os.fspath(env_dir):
            raise ValueError(f'Refusing to create a venv in {env_dir} because it contains the PATH separator {os.pathsep}.')
        if os.path.exists(env_dir) and self.clear:
            self.clear_directory(env_dir)
        prompt = self.prompt if self.prompt is not None else os.path.basename(env_dir)
        executable = sys._base_executable
        if not executable:
            raise ValueError('Unable to determine path to the running Python interpreter. Provide an explicit path or check that '
                             'your PATH environment variable is correctly set.')
        folder, name = os.path.split(os.path.abspath(executable))
        context = SimpleNamespace(
            env_dir=env_dir, env_name=os.path.basename(env_dir), prompt=prompt, executable=executable, python_dir=folder,
            python_exe='python', inc_path=self._venv_path(env_dir, 'include'), lib_path=self._venv_path(env_dir, 'purelib'),
            bin_path=self._venv_path(env_dir, 'scripts'), cfg_path=os.path.join(env_dir, 'pyvenv.cfg'))
        context.bin_name = os.path.relpath(context.bin_path, env_dir)
        context.env_exe = os.path.join(context.bin_path, context.python_exe)
        context.env_exec_cmd = context.env_exe
        for place in env_dir, context.inc_path, context.lib_path, context.bin_path:
            if os.path.islink(place) or os.path.isfile(place):
                raise ValueError(f'Unable to create directory {place!r}')
            os.makedirs(place, exist_ok=True)
        link = os.path.join(env_dir, 'lib64')
        if not os.path.exists(link):
            os.symlink('lib', link)
        return context

    def create_configuration(self, context):
        """Writes pyvenv.cfg."""
        words = [sys.executable, '-m', 'venv']
        for option, given in [('--copies', not self.symlinks), ('--clear', self.clear), ('--upgrade', self.upgrade),
                              ('--system-site-packages', self.system_site_packages), ('--without-pip', not self.with_pip),
                              (f'--prompt="{self.orig_prompt}"', self.orig_prompt is not None),
                              ('--upgrade-deps', self.upgrade_deps),
                              ('--without-scm-ignore-files', not self.scm_ignore_files)]:
            if given:
                words.append(option)
        lines = [
            f'home = {context.python_dir}',
            f'include-system-site-packages = {str(bool(self.system_site_packages)).lower()}',
            'version = %d.%d.%d' % sys.version_info[:3],
            *([f'prompt = {self.prompt!r}'] if self.prompt is not None else []),
            f'executable = {os.path.realpath(context.executable)}',
            f'command = {" ".join(words)} {context.env_dir}',
            f'node = {os.path.realpath("/proc/self/exe")}',
        ]
        with open(context.cfg_path, 'w', encoding='utf-8') as file:
            file.write('\n'.join(lines) + '\n')

    def create_git_ignore_file(self, context):
        """Has git ignore the folder."""
        with open(os.path.join(context.env_dir, '.gitignore'), 'w', encoding='utf-8') as file:
            file.write('# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n')

    def symlink_or_copy(self, src, dst, relative_symlinks_ok=False):
        """Links dst to src, relative to dst's folder where that may be."""
        if os.path.lexists(dst):
            os.remove(dst)
        os.symlink(os.path.basename(src) if relative_symlinks_ok else src, dst)

    def setup_python(self, context):
        """Links the command into the environment."""
        self.symlink_or_copy(os.path.realpath(context.executable), context.env_exe)
        # CPython's has its program's own name too.
        names = {'python3', f'python3.{sys.version_info[1]}', os.path.basename(context.executable)}
        for name in names - {context.python_exe}:
            self.symlink_or_copy(context.env_exe, os.path.join(context.bin_path, name), relative_symlinks_ok=True)
        # As CPython has it, for builds that ask the environment.
        with open(os.path.join(context.env_dir, 'pip.conf'), 'w', encoding='utf-8') as file:
            # The names of pip's cached wheels do not tell this Python from one for the machine's processor.
            file.write(f'[global]\ncache-dir = {pip_cache()}\n')

    def _call_new_python(self, context, *args, **options):
        """Runs the environment's python with a clean environment. Raises CalledProcessError."""
        environment = {**os.environ, 'VIRTUAL_ENV': context.env_dir}
        environment.pop('PYTHONHOME', None)
        environment.pop('PYTHONPATH', None)
        subprocess.check_output([context.env_exec_cmd, *args], env=environment, cwd=context.env_dir,
                                executable=context.env_exec_cmd, **options)

    def _setup_pip(self, context):
        self._call_new_python(context, '-m', 'ensurepip', '--upgrade', '--default-pip', stderr=subprocess.STDOUT)

    def setup_scripts(self, context):
        """Writes the scripts that activate the environment in a shell."""
        for name, text in _scripts.TEXTS.items():
            with open(os.path.join(context.bin_path, name), 'w', encoding='utf-8') as file:
                file.write(self.replace_variables(text, context))

    def post_setup(self, context):
        """For subclasses: called when the environment is there."""

    def replace_variables(self, text, context):
        """Fills in a script's __VENV_*__ placeholders, quoted for a shell."""
        import shlex
        for name, value in {'__VENV_DIR__': context.env_dir, '__VENV_NAME__': context.env_name, '__VENV_PROMPT__': context.prompt,
                            '__VENV_BIN_NAME__': context.bin_name, '__VENV_PYTHON__': context.env_exe}.items():
            text = text.replace(name, shlex.quote(value))
        return text

    def install_scripts(self, context, path):
        """Copies scripts of path's folders 'common' and 'posix' into the environment, with placeholders filled in."""
        for kind in 'common', 'posix':
            for folder, _, files in os.walk(os.path.join(path, kind)):
                target = os.path.join(context.bin_path, os.path.relpath(folder, os.path.join(path, kind)))
                os.makedirs(target, exist_ok=True)
                for name in files:
                    with open(os.path.join(folder, name), encoding='utf-8') as file:
                        text = self.replace_variables(file.read(), context)
                    written = os.path.normpath(os.path.join(target, name))
                    with open(written, 'w', encoding='utf-8') as file:
                        file.write(text)
                    shutil.copymode(os.path.join(folder, name), written)

    def upgrade_dependencies(self, context):
        """Brings pip to its newest version."""
        logger.debug('Upgrading %s packages in %s', CORE_VENV_DEPS, context.bin_path)
        self._call_new_python(context, '-m', 'pip', 'install', '--upgrade', *CORE_VENV_DEPS)


def pip_cache():
    """The folder where pip keeps what it downloads and builds for this Python."""
    cache = os.environ.get('XDG_CACHE_HOME') or os.path.join(os.path.expanduser('~'), '.cache')
    return os.path.join(cache, 'pysock', 'pip')


def create(env_dir, system_site_packages=False, clear=False, symlinks=False, with_pip=False, prompt=None, upgrade_deps=False, *,
           scm_ignore_files=frozenset()):
    """Makes an environment in a folder; the arguments are EnvBuilder's."""
    EnvBuilder(system_site_packages, clear, symlinks, with_pip=with_pip, prompt=prompt, upgrade_deps=upgrade_deps,
               scm_ignore_files=scm_ignore_files).create(env_dir)


def main(args=None):
    import argparse
    parser = argparse.ArgumentParser(
        prog=f'{os.path.basename(sys.executable)} -m {__name__}',
        description='Creates virtual Python environments in one or more target directories.',
        epilog='Once an environment has been created, you may wish to activate it, e.g. by sourcing an activate script in its bin '
               'directory.')
    parser.add_argument('dirs', metavar='ENV_DIR', nargs='+', help='A directory to create the environment in.')
    parser.add_argument('--system-site-packages', default=False, action='store_true', dest='system_site',
                        help='Give the virtual environment access to the system site-packages dir.')
    links = parser.add_mutually_exclusive_group()
    links.add_argument('--symlinks', default=True, action='store_true', dest='symlinks',
                       help='Link the interpreter, which is what is always done.')
    links.add_argument('--copies', default=False, action='store_false', dest='symlinks',
                       help='Taken for the sake of scripts: the interpreter is linked all the same.')
    parser.add_argument('--clear', default=False, action='store_true', dest='clear',
                        help='Delete the contents of the environment directory if it already exists, before environment creation.')
    parser.add_argument('--upgrade', default=False, action='store_true', dest='upgrade',
                        help='Upgrade the environment directory to use this version of Python, assuming Python has been upgraded '
                             'in-place.')
    parser.add_argument('--without-pip', dest='with_pip', default=True, action='store_false',
                        help='Skips installing or upgrading pip in the virtual environment (pip is bootstrapped by default)')
    parser.add_argument('--prompt', help='Provides an alternative prompt prefix for this environment.')
    parser.add_argument('--upgrade-deps', default=False, action='store_true', dest='upgrade_deps',
                        help=f'Upgrade core dependencies ({", ".join(CORE_VENV_DEPS)}) to the latest version in PyPI')
    parser.add_argument('--without-scm-ignore-files', dest='scm_ignore_files', action='store_const', const=frozenset(),
                        default=frozenset(['git']),
                        help='Skips adding SCM ignore files to the environment directory (Git is supported by default).')
    options = parser.parse_args(args)
    if options.clear and options.upgrade:
        raise ValueError('you cannot supply --upgrade and --clear together.')
    builder = EnvBuilder(options.system_site, options.clear, options.symlinks, options.upgrade, options.with_pip, options.prompt,
                         options.upgrade_deps, scm_ignore_files=options.scm_ignore_files)
    for place in options.dirs:
        builder.create(place)
