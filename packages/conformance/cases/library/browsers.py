# webbrowser over programs that write down how they were started.
# conformance: needs=processes
import os
import tempfile
import webbrowser

folder = tempfile.mkdtemp()
log = os.path.join(folder, 'log')


def program(name, status=0):
    path = os.path.join(folder, name)
    with open(path, 'w') as file:
        file.write(f'#!/bin/sh\necho "${{0##*/}} $*" >> "{log}"\nexit {status}\n')
    os.chmod(path, 0o755)


def said(label, call):
    try:
        result = call()
    except Exception as error:
        result = repr(error)
    try:
        with open(log) as file:
            lines = file.read().splitlines()
        os.unlink(log)
    except FileNotFoundError:
        lines = []
    print(label, result, lines)


for name in ('DISPLAY', 'WAYLAND_DISPLAY', 'TERM'):
    os.environ.pop(name, None)
for name in ('firefox', 'opera', 'elinks', 'epiphany', 'lynx'):
    program(name)
program('fails', 3)
os.environ.update(PATH=f'{folder}:/usr/bin:/bin', DISPLAY=':9', TERM='dumb', BROWSER=f'missing:fails %s --now:{folder}/opera')
url = 'http://127.0.0.1/?a=1&b'
said('open', lambda: webbrowser.open(url))
said('open_new', lambda: webbrowser.open_new(url))
said('open_new_tab', lambda: webbrowser.open_new_tab(url))
for name in ('FireFox', 'epiphany', 'elinks', 'lynx', 'opera', 'lynx -dump %s', os.path.join(folder, 'firefox')):
    for new in (0, 1, 2, 3):
        said(f'{os.path.basename(name)} {new}', lambda: webbrowser.get(name).open(url, new, new != 1))
    said(os.path.basename(name), lambda: webbrowser.get(name).open(' -x', 1))
said('unknown', lambda: webbrowser.get('unknown'))


class Own(webbrowser.BaseBrowser):
    def open(self, url, new=0, autoraise=True):
        return [self.name, url, new, autoraise]


webbrowser.register('own', Own)
webbrowser.register('made', None, Own('instance'), preferred=True)
said('own', lambda: (webbrowser.get('OWN').open_new(url), webbrowser.get().open_new_tab(url), webbrowser.open(url)))
