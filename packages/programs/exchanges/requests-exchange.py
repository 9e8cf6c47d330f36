"""requests: a session with a cookie, JSON both ways, a redirect, a download in pieces, an error's status."""
import requests
from stub import http_server


def respond(handler):
    if handler.path == '/moved':
        handler.answer(b'', status=302, headers=[('Location', '/here'), ('Set-Cookie', 'a=1')])
    elif handler.path == '/large':
        handler.answer(bytes(range(256)) * 4096, 'application/octet-stream')
    elif handler.path == '/missing':
        handler.answer({'error': 'none'}, status=404)
    else:
        handler.answer({'path': handler.path, 'cookie': handler.headers.get('Cookie'), 'body': handler.body().decode()})


base = http_server(respond)
with requests.Session() as session:
    moved = session.get(f'{base}/moved')
    print(moved.status_code, moved.json(), [r.status_code for r in moved.history])
    print(session.post(f'{base}/post', json={'a': [1, 2]}).json())
    with session.get(f'{base}/large', stream=True) as response:
        print(sum(len(piece) for piece in response.iter_content(10_000)))
    try:
        session.get(f'{base}/missing').raise_for_status()
    except requests.HTTPError as error:
        print(error.response.status_code, error.response.json())
try:
    requests.get('http://127.0.0.1:1/')
except requests.ConnectionError as error:
    print(type(error).__name__)
