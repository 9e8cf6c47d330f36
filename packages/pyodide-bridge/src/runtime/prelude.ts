/**
 * What Python runs before its memory is taken, being the same at each start; it is part of the snapshot's key. `setup` is kept
 * in the memory and called at each start with the configuration that was read from the command line: what CPython does when it
 * is initialized and Pyodide has done with another configuration (Python/pylifecycle.c, Python/sysmodule.c, Lib/site.py).
 */
export const PRELUDE = `
import io, linecache, os, posix, runpy, selectors, signal, socket, sys, threading, traceback, warnings
import __main__

def create_stdio(config, fd, name, mode, errors):
    try:
        os.fstat(fd)
    except OSError:
        return None
    buffered = config['buffered_stdio']
    buffering = -1 if buffered or mode == 'r' else 0
    buffer = io.open(fd, mode + 'b', buffering, closefd=False)
    raw = buffer.raw if buffering else buffer
    raw.name = name
    text = io.TextIOWrapper(
        buffer, config['stdio_encoding'], errors, newline='\\n',
        line_buffering=bool(buffered and (fd == 2 or raw.isatty())), write_through=not buffered)
    text.mode = mode
    return text

def setup_streams(config):
    errors = config['stdio_errors']
    sys.stdin = sys.__stdin__ = create_stdio(config, 0, '<stdin>', 'r', errors)
    sys.stdout = sys.__stdout__ = create_stdio(config, 1, '<stdout>', 'w', errors)
    sys.stderr = sys.__stderr__ = create_stdio(config, 2, '<stderr>', 'w', 'backslashreplace')

def setup_path(config, site_packages):
    entries = [entry for entry in sys.path if entry]
    if not config['site_import']:
        entries = [entry for entry in entries if entry != site_packages]
    if config['use_environment'] and os.environ.get('PYTHONPATH'):
        entries[:0] = os.environ['PYTHONPATH'].split(os.pathsep)
    sys.path[:] = entries

def setup_sys(config, cache):
    sys.argv[:] = config['argv']
    sys.orig_argv[:] = config['orig_argv']
    sys.executable = sys._base_executable = config['executable']
    sys.warnoptions[:] = config['warnoptions']
    sys._xoptions.clear()
    sys._xoptions.update(config['xoptions'])
    sys.pycache_prefix = config['pycache_prefix'] or (cache and os.path.join(cache, 'pycache'))
    sys.dont_write_bytecode = not (config['write_bytecode'] and sys.pycache_prefix)
    for name in ('excepthook', 'displayhook', 'unraisablehook', 'breakpointhook'):
        setattr(sys, name, getattr(sys, f'__{name}__'))
    if sys.warnoptions:
        warnings._processoptions(sys.warnoptions)

def setup(config, cache):
    posix.environ.clear()
    posix.environ.update(posix._create_environ())
    os.reload_environ()
    setup_path(config, '/lib/python3.14/site-packages')
    setup_sys(config, cache)
    setup_streams(config)
    for name in vars(__main__).keys() - {'__name__', '__doc__', '__package__', '__loader__', '__spec__', '__builtins__'}:
        del vars(__main__)[name]
`;

/** The names of the functions above that the runtime calls. */
export const SETUP = 'setup';
