# posix_spawn: descriptors get the child's numbers by actions, in their order, and nothing else is inherited.
# conformance: needs=processes
import os

r, w = os.pipe()
private, other = os.pipe()
actions = [
    (os.POSIX_SPAWN_DUP2, w, 1),
    (os.POSIX_SPAWN_DUP2, w, 3),
    (os.POSIX_SPAWN_DUP2, 3, 2),
    (os.POSIX_SPAWN_CLOSE, 3),
    (os.POSIX_SPAWN_OPEN, 4, '/dev/null', os.O_RDONLY, 0o600),
]
script = 'echo out; echo err >&2; for fd in 0 1 2 3 4 5 6 7 8 9; do test -e /proc/$$/fd/$fd && echo $fd; done; echo $WORD'
pid = os.posix_spawn('/bin/sh', ['sh', '-c', script], {'WORD': 'word'}, file_actions=actions)
os.close(w)
with open(r) as file:
    print(file.read())
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

r, w = os.pipe()
os.set_inheritable(w, True)
pid = os.posix_spawnp('sh', ['sh', '-c', f'echo inherited >&{w}'], os.environ)
os.close(w)
with open(r) as file:
    print(file.read(), end='')
print(os.waitpid(pid, 0)[1])
for call in (
    lambda: os.posix_spawn('/missing', ['missing'], {}),
    lambda: os.posix_spawnp('missing', ['missing'], {}),
    lambda: os.posix_spawn('/bin/true', ['true'], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 1, '/missing', 0, 0)]),
    lambda: os.posix_spawn('/bin/true', ['true'], {}, file_actions=[(os.POSIX_SPAWN_CLOSE, -1)]),
    lambda: os.posix_spawn('/bin/true', [], {}),
    lambda: os.posix_spawn('/bin/true', ['true'], {}, setsigmask=[0]),
):
    try:
        print(call())
    except OSError as error:
        print(type(error).__name__, error.strerror, error.filename)
    except ValueError as error:
        print(error)
