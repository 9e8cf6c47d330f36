"""uvicorn as its own command: a process that serves an application until SIGTERM, and a client of it."""
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request

APP = '''
async def app(scope, receive, send):
    if scope['type'] != 'http':
        return
    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-type', b'text/plain')]})
    await send({'type': 'http.response.body', 'body': scope['path'].encode()})
'''

with tempfile.TemporaryDirectory() as folder:
    with open(f'{folder}/served.py', 'w') as file:
        file.write(APP)
    command = [sys.executable, '-m', 'uvicorn', '--port', '0', '--app-dir', folder, 'served:app']
    server = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in server.stderr:
        found = re.search(r'running on (http://\S+)', line)
        if found:
            break
    with urllib.request.urlopen(f'{found[1]}/some/path') as response:
        print(response.status, response.read())
    server.send_signal(signal.SIGTERM)
    rest = server.stderr.read()
    print(server.wait(), 'Application shutdown' in rest or 'Shutting down' in rest)
