# exec: another program under the same number, with what Python has made inheritable at Python's numbers.
# conformance: needs=processes
import os
import sys

if len(sys.argv) == 1:
    print('before', flush=True)
    for call in (lambda: os.execv('/missing', ['x']), lambda: os.execve('/etc/passwd', ['x'], {})):
        try:
            call()
        except OSError as error:
            print(type(error).__name__, error.strerror, error.filename, flush=True)
    r, w = os.pipe()
    hidden = os.open('/dev/null', os.O_RDONLY)
    os.dup2(r, 9)
    os.set_inheritable(w, True)
    os.environ['WORD'] = 'set'
    os.putenv('OTHER', 'put')
    os.umask(0o27)
    os.chdir('/')
    script = '''
        test $1 = $$ && echo same
        pwd; umask; echo $WORD $OTHER
        echo hello >&$2; read line <&9; echo $line
        for fd in 0 1 2 3 4 5 6 7 8 9 10 11 12; do test -e /proc/$$/fd/$fd && test $fd != $2 && echo $fd; done
        exit 7'''
    os.execvp('sh', ['sh', '-c', script, 'name', str(os.getpid()), str(w)])
