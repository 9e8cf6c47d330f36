"""django: its development server, in a thread and with its reloader, a form with a CSRF token, the sqlite database, a session."""
import http.cookiejar
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import django
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

folder = tempfile.TemporaryDirectory()
settings.configure(
    SECRET_KEY='x' * 50, ROOT_URLCONF=__name__, ALLOWED_HOSTS=['*'], LOGGING_CONFIG=None,
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': f'{folder.name}/db.sqlite3'}},
    INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes', 'django.contrib.sessions'],
    MIDDLEWARE=['django.contrib.sessions.middleware.SessionMiddleware', 'django.middleware.csrf.CsrfViewMiddleware'],
    TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates'}])
django.setup()

from django.contrib.auth import authenticate, get_user_model


def form(request):
    template = engines['django'].from_string('{% csrf_token %}{{ names|join:"," }}')
    names = get_user_model().objects.order_by('id').values_list('username', flat=True)
    return HttpResponse(template.render({'names': names}, request))


def add(request):
    name = request.POST['name']
    get_user_model().objects.create_user(name, password='secret')
    request.session['added'] = request.session.get('added', 0) + 1
    is_user = authenticate(username=name, password='secret') is not None
    return JsonResponse({'added': request.session['added'], 'authenticated': is_user})


urlpatterns = [path('', form), path('add', add)]
call_command('migrate', verbosity=0)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


server = ThreadedWSGIServer(('127.0.0.1', 0), Quiet)
server.daemon_threads = True
server.set_app(get_wsgi_application())
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f'http://127.0.0.1:{server.server_address[1]}'
jar = http.cookiejar.CookieJar()
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
page = opener.open(f'{base}/').read().decode()
token = page.split('value="')[1].split('"')[0]
for name in 'ann', 'bob':
    data = urllib.parse.urlencode({'name': name, 'csrfmiddlewaretoken': token}).encode()
    print(opener.open(f'{base}/add', data).read())
print(opener.open(f'{base}/').read().decode().rpartition('>')[2])
try:
    opener.open(f'{base}/add', b'name=eve')
except urllib.error.HTTPError as error:
    print(error.code)
server.shutdown()

SITE = '''
import sys
import shown
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.urls import path

settings.configure(DEBUG=True, SECRET_KEY='x' * 50, ROOT_URLCONF=__name__, ALLOWED_HOSTS=['*'])
urlpatterns = [path('', lambda request: HttpResponse(shown.TEXT))]
execute_from_command_line([sys.argv[0], 'runserver', '--skip-checks', sys.argv[1]])
'''


def page_with(address, text, again=lambda: None):
    """Whether the page has the text within a minute: the server is started, or starts itself again."""
    for attempt in range(600):
        try:
            with urllib.request.urlopen(f'http://{address}/') as response:
                if response.read().decode() == text:
                    return True
        except OSError:
            pass
        if attempt % 50 == 0:
            # The reloader may not have looked at the files for the first time.
            again()
        time.sleep(0.1)
    return False


with tempfile.TemporaryDirectory() as project, socket.socket() as held:
    held.bind(('127.0.0.1', 0))
    address = f'127.0.0.1:{held.getsockname()[1]}'
    held.close()
    shown = pathlib.Path(project, 'shown.py')
    shown.write_text("TEXT = 'first'\n")
    pathlib.Path(project, 'site_of.py').write_text(SITE)
    command = [sys.executable, 'site_of.py', address]
    process = subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    print(page_with(address, 'first'))
    print(page_with(address, 'second', lambda: shown.write_text("TEXT = 'second'\n")))
    os.killpg(process.pid, 15)
    print(process.wait())
