"""Show a page in a web browser, which is a program of its own."""
import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import threading

__all__ = ['Error', 'open', 'open_new', 'open_new_tab', 'get', 'register']


class Error(Exception):
    """There is no browser, or none of this kind."""


_lock = threading.RLock()
# By name in small letters: what makes a controller, and one that is made.
_browsers = {}
# Names in the order in which they are tried; None until somebody asks.
_tryorder = None
# What the desktop says that its browser is: the name of a .desktop file.
_os_preferred_browser = None


def register(name, klass, instance=None, *, preferred=False):
    """Make a kind of browser known by a name."""
    with _lock:
        _find_browsers()
        _browsers[name.lower()] = [klass, instance]
        is_first = preferred or (_os_preferred_browser and _os_preferred_browser == name + '.desktop')
        _tryorder.insert(0 if is_first else len(_tryorder), name)


def get(using=None):
    """The controller of the browser with this name, command line or path, or of the first that there is."""
    _find_browsers()
    for name in _tryorder if using is None else [using]:
        if '%s' in name:
            words = shlex.split(name)
            return BackgroundBrowser(words[:-1]) if words[-1] == '&' else GenericBrowser(words)
        make, made = _browsers.get(name.lower()) or _synthesize(name)
        if made is not None:
            return made
        if make is not None:
            return make()
    raise Error('could not locate runnable browser')


def open(url, new=0, autoraise=True):
    """Show a page with the first browser that takes it, in a window that is open (0), a new one (1) or a new tab (2).

    Returns whether one took it.
    """
    _find_browsers()
    return any(get(name).open(url, new, autoraise) for name in _tryorder)


def open_new(url):
    """Show a page in a new window, where there is such a thing."""
    return open(url, 1)


def open_new_tab(url):
    """Show a page in a new tab, where there is such a thing."""
    return open(url, 2)


def _find_browsers():
    with _lock:
        if _tryorder is None:
            register_standard_browsers()


def _synthesize(browser, *, preferred=False):
    """A copy of a known controller for a program that lies elsewhere, as a pair like those of `_browsers`."""
    program = browser.split()[0]
    name = os.path.basename(program)
    if shutil.which(program):
        known = _browsers.get(name.lower(), (None, None))[1]
        if known and known.basename == name.lower():
            import copy
            controller = copy.copy(known)
            controller.name = browser
            controller.basename = os.path.basename(browser)
            register(browser, None, controller, preferred=preferred)
            return [None, controller]
    return [None, None]


def _start(command, **options):
    return subprocess.Popen(command, close_fds=True, **options)


_SILENT = dict.fromkeys(('stdin', 'stdout', 'stderr'), subprocess.DEVNULL)


class BaseBrowser:
    """What all controllers have."""

    args = ['%s']

    def __init__(self, name=''):
        self.name = self.basename = name

    def open(self, url, new=0, autoraise=True):
        """For subclasses: show a page."""
        raise NotImplementedError

    def open_new(self, url):
        """In a new window, where there is such a thing."""
        return self.open(url, new=1)

    def open_new_tab(self, url):
        """In a new tab, where there is such a thing."""
        return self.open(url, new=2)

    @staticmethod
    def _check_url(url):
        """Refuse what the program would take for an option."""
        if url and url.lstrip().startswith('-'):
            raise ValueError(f'Invalid URL (leading dash disallowed): {url!r}')


class GenericBrowser(BaseBrowser):
    """A program that shows the page and ends when the user has read it."""

    def __init__(self, name):
        if isinstance(name, str):
            self.name, self.args = name, ['%s']
        else:
            self.name, *self.args = name
        self.basename = os.path.basename(self.name)

    def _command(self, url):
        sys.audit('webbrowser.open', url)
        self._check_url(url)
        return [self.name, *(arg.replace('%s', url) for arg in self.args)]

    def open(self, url, new=0, autoraise=True):
        command = self._command(url)
        with contextlib.suppress(OSError):
            return _start(command).wait() == 0
        return False


class BackgroundBrowser(GenericBrowser):
    """A program that goes on beside this one."""

    def open(self, url, new=0, autoraise=True):
        command = self._command(url)
        with contextlib.suppress(OSError):
            return _start(command, start_new_session=True).poll() is None
        return False


class UnixBrowser(BaseBrowser):
    """A program that can ask one of its kind, which runs already, to show the page."""

    # Options by `autoraise`, for the program that asks.
    raise_opts = None
    # Without one that runs the program goes on beside this one.
    background = False
    redirect_stdout = True
    # '%action' is replaced by that of `new`: 0, 1 or 2.
    remote_action = remote_action_newwin = remote_action_newtab = None
    remote_args = ['%action', '%s']

    def _invoke(self, args, remote, autoraise, url=None):
        option = self.raise_opts[int(autoraise)] if remote and self.raise_opts else ''
        command = [self.name, *([option] if option else []), *args]
        streams = dict(_SILENT) if remote or self.background else {}
        if not self.redirect_stdout:
            streams.pop('stdout', None)
        process = _start(command, start_new_session=True, **streams)
        if not remote:
            return process.poll() is None if self.background else process.wait() == 0
        try:
            return process.wait(5) == 0
        except subprocess.TimeoutExpired:
            # There was none to ask: it is the browser itself.
            return True

    def open(self, url, new=0, autoraise=True):
        sys.audit('webbrowser.open', url)
        if new not in (0, 1, 2):
            raise Error(f"Bad 'new' parameter to open(); expected 0, 1, or 2, got {new}")
        action = self.remote_action_newwin if new else self.remote_action
        if new == 2 and self.remote_action_newtab is not None:
            action = self.remote_action_newtab
        self._check_url(url.replace('%action', action))
        words = (arg.replace('%action', action).replace('%s', url) for arg in self.remote_args)
        if self._invoke([word for word in words if word], True, autoraise, url):
            return True
        return self._invoke([arg.replace('%s', url) for arg in self.args], False, False)


class Mozilla(UnixBrowser):
    """Firefox and its relatives."""

    remote_action = ''
    remote_action_newwin = '-new-window'
    remote_action_newtab = '-new-tab'
    remote_args = ['%action', '%s']
    background = True


class Epiphany(UnixBrowser):
    """GNOME's."""

    raise_opts = ['-noraise', '']
    remote_action = '-n'
    remote_action_newwin = '-w'
    remote_args = ['%action', '%s']
    background = True


class Chrome(UnixBrowser):
    """Google's."""

    remote_action = ''
    remote_action_newwin = '--new-window'
    remote_action_newtab = ''
    remote_args = ['%action', '%s']
    background = True


Chromium = Chrome


class Opera(UnixBrowser):
    """Opera."""

    remote_action = ''
    remote_action_newwin = '--new-window'
    remote_action_newtab = ''
    remote_args = ['%action', '%s']
    background = True


class Edge(UnixBrowser):
    """Microsoft's."""

    remote_action = ''
    remote_action_newwin = '--new-window'
    remote_action_newtab = ''
    remote_args = ['%action', '%s']
    background = True


class Elinks(UnixBrowser):
    """Elinks, in the terminal."""

    remote_args = ['-remote', 'openURL(%s%action)']
    remote_action = ''
    remote_action_newwin = ',new-window'
    remote_action_newtab = ',new-tab'
    background = False
    redirect_stdout = False


class Konqueror(BaseBrowser):
    """KDE's: what asks for a page, and two that show one."""

    def open(self, url, new=0, autoraise=True):
        sys.audit('webbrowser.open', url)
        self._check_url(url)
        try:
            # What it returns says nothing.
            _start(['kfmclient', 'newTab' if new == 2 else 'openURL', url], **_SILENT).wait()
            return True
        except OSError:
            pass
        for command in (['konqueror', '--silent', url], ['kfm', '-d', url]):
            try:
                if _start(command, start_new_session=True, **_SILENT).poll() is None:
                    return True
            except OSError:
                pass
        return False


def register_X_browsers():
    def add(kind, *names):
        for name in names:
            if shutil.which(name):
                register(name, None, kind(name))

    desktops = os.environ.get('XDG_CURRENT_DESKTOP', '').split(':')
    add(BackgroundBrowser, 'xdg-open')
    if shutil.which('gio'):
        register('gio', None, BackgroundBrowser(['gio', 'open', '--', '%s']))
    if 'GNOME' in desktops or 'GNOME_DESKTOP_SESSION_ID' in os.environ:
        add(BackgroundBrowser, 'gvfs-open')
    if ('KDE' in desktops or 'KDE_FULL_SESSION' in os.environ) and shutil.which('kfmclient'):
        register('kfmclient', Konqueror, Konqueror('kfmclient'))
    add(BackgroundBrowser, 'x-www-browser')
    add(Mozilla, 'firefox', 'iceweasel', 'seamonkey', 'mozilla-firefox', 'mozilla')
    for name in ('kfm', 'konqueror'):
        if shutil.which(name):
            register(name, Konqueror, Konqueror(name))
            break
    add(Epiphany, 'epiphany')
    add(Chrome, 'google-chrome', 'chrome', 'chromium', 'chromium-browser')
    add(Opera, 'opera')
    add(Edge, 'microsoft-edge')


def register_standard_browsers():
    global _tryorder, _os_preferred_browser
    _tryorder = []
    if os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY'):
        try:
            asked = ['xdg-settings', 'get', 'default-web-browser']
            said = subprocess.check_output(asked, stderr=subprocess.DEVNULL)
            _os_preferred_browser = said.decode().strip()
        except (FileNotFoundError, NotADirectoryError, PermissionError, subprocess.CalledProcessError):
            pass
        register_X_browsers()
    if os.environ.get('TERM'):
        for name in ('www-browser', 'links', 'elinks', 'lynx', 'w3m'):
            if shutil.which(name):
                register(name, None, (Elinks if name == 'elinks' else GenericBrowser)(name))
    # The user's own, the first of them first.
    for choice in reversed(os.environ.get('BROWSER', '').split(os.pathsep)):
        known = None if set(choice) & {' ', '\t'} else _browsers.get(choice.lower())
        if known is not None and not isinstance(known[1], GenericBrowser):
            _tryorder.insert(0, choice.lower())
        elif choice and _synthesize(choice, preferred=True)[1] is None:
            register(choice, None, GenericBrowser(choice), preferred=True)


def parse_args(arg_list: list[str] | None):
    import argparse
    parser = argparse.ArgumentParser(description='Open URL in a web browser.', color=True)
    parser.add_argument('url', help='URL to open')
    where = parser.add_mutually_exclusive_group()
    for option, value, thing in (('-n', 1, 'window'), ('-t', 2, 'tab')):
        where.add_argument(
            option, f'--new-{thing}', action='store_const', const=value, default=0, dest='new_win', help=f'open new {thing}')
    return parser.parse_args(arg_list)


def main(arg_list: list[str] | None = None):
    options = parse_args(arg_list)
    open(options.url, options.new_win)
    # The bell.
    print('\a')


if __name__ == '__main__':
    main()
