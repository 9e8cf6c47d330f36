import { BYTECODE } from './prelude-bytecode.ts';
import { MODULES, NOTE_MODULES } from './prelude-modules.ts';
import { SITE } from './prelude-site.ts';
import { RENEWALS } from './renew.ts';

/**
 * What Python runs before its memory is taken, being the same at each start. Three of its functions are kept in the memory and
 * called at each start. `complete` adds to the configuration that was read from the command line what CPython finds out before it
 * reads it (Python/preconfig.c). `setup` does what CPython does with it when it is initialized, as Pyodide has done that with
 * another configuration (Python/pylifecycle.c, Python/sysmodule.c, Lib/site.py). `enter_main` makes the module `__main__`:
 * Pyodide holds the one that is there, and its contents would outlive the interpreter's last collection.
 *
 * What is there at the end stays: frozen, it costs a collection nothing, and the interpreter's end 10 ms where it took 55.
 */
export const PRELUDE = `
import _imp, atexit, builtins, codecs, gc, importlib.util, io, linecache, marshal, os, posix, runpy, selectors, signal, site, socket, sys, threading, time, traceback, warnings, zipimport, zlib
from importlib.machinery import BuiltinImporter, FileFinder, FrozenImporter, ModuleSpec, PathFinder, SourceFileLoader
import _pyrepl._module_completer, _pyrepl._threading_handler, _pyrepl.historical_reader, _pyrepl.unix_console, code, platform, unicodedata
import multiprocessing.heap, multiprocessing.pool, multiprocessing.popen_spawn_posix, multiprocessing.queues, multiprocessing.spawn, multiprocessing.synchronize, pickle, subprocess

def complete(config, locale, executable):
    complete_path(config, executable)
    posix.environ.clear()
    posix.environ.update(posix._create_environ())
    os.reload_environ()
    environ = os.environ if config['use_environment'] else {}
    xoptions = config['xoptions']
    if 'dev' in xoptions or environ.get('PYTHONDEVMODE'):
        config['dev_mode'] = config['faulthandler'] = True
        config['warnoptions'] = ('default', *config['warnoptions'])
    utf8 = xoptions.get('utf8', environ.get('PYTHONUTF8') or None)
    config['utf8_mode'] = int(locale == 'C') if utf8 is None else int(utf8 in (True, '1'))
    config['stdio_encoding'] = codecs.lookup(config['stdio_encoding']).name
    check_script(config)
    if environ.get('PYTHONIOENCODING', '') in ('', ':') and (locale != 'other' or config['utf8_mode']):
        config['stdio_errors'] = 'surrogateescape'

def is_in_archive(path):
    try:
        return bool(zipimport.zipimporter(path))
    except zipimport.ZipImportError:
        return False

# Modules/main.c: pymain_run_file_obj, which prints the number that C has.
def check_script(config):
    script = config['run_filename']
    if script is None or os.access(script, os.R_OK) or is_in_archive(script):
        return
    try:
        os.close(os.open(script, os.O_RDONLY | os.O_NONBLOCK))
    except OSError as error:
        text = f"{config['program_name']}: can't open file {script!r}: [Errno {error.errno}] {error.strerror}\\n"
        end = '' if config['inspect'] else '; sys.exit(2)'
        config['run_filename'] = None
        config['run_command'] = f'import sys; sys.stderr.write({text!r}){end}\\n'

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

def setup_path(config, pyodide_packages):
    # What Pyodide's own installers fill is looked at where they are there.
    packages = '/lib/python3.14/site-packages'
    entries = [entry for entry in sys.path if entry and (entry != packages or pyodide_packages and config['site_import'])]
    # After the archive, as in CPython: what Pyodide leaves out of that (installing/library/).
    entries.insert(entries.index(library) + 1, '/lib/python3.14')
    if config['use_environment'] and os.environ.get('PYTHONPATH'):
        entries[:0] = os.environ['PYTHONPATH'].split(os.pathsep)
    sys.path[:] = search_path or entries

def setup_sys(config, cache):
    sys.argv[:] = config['argv']
    # The program is known by its path, and not by the name that was typed.
    sys.orig_argv[:] = [config['executable'] or config['orig_argv'][0], *config['orig_argv'][1:]]
    sys._stdlib_dir = library
    sys.executable = sys._base_executable = config['executable']
    sys.warnoptions[:] = config['warnoptions']
    sys._xoptions.clear()
    sys._xoptions.update(config['xoptions'])
    sys.pycache_prefix = config['pycache_prefix'] or (cache and os.path.join(cache, 'pycache'))
    sys.set_int_max_str_digits(config['int_max_str_digits'])
    sys.dont_write_bytecode = not (config['write_bytecode'] and sys.pycache_prefix)
    for name in ('excepthook', 'displayhook', 'unraisablehook', 'breakpointhook'):
        setattr(sys, name, getattr(sys, f'__{name}__'))
    if sys.warnoptions:
        warnings._processoptions(sys.warnoptions)
    if config['faulthandler']:
        import faulthandler
        faulthandler.enable()
    if config['tracemalloc']:
        import tracemalloc
        tracemalloc.start(config['tracemalloc'])

def setup(config, cache, version, prefix, javascript, without_tls):
    hide_modules()
    if without_tls:
        leave_tls_out(without_tls)
    if not javascript:
        leave_javascript_out()
    # Pyodide's own installers, which fill the folder for packages, are JavaScript's.
    setup_path(config, javascript)
    setup_sys(config, cache)
    setup_prefix(prefix)
    setup_streams(config)
    if cache:
        keep_bytecode(os.path.join(cache, 'pycache', version))
    setup_site(config)
${BYTECODE}
${MODULES}
${SITE}
${RENEWALS}
def enter_main():
    main = sys.modules['__main__'] = type(sys)('__main__')
    main.__builtins__ = builtins
    main.__loader__ = BuiltinImporter
    # A program's event loops are CPython's own; the policy that there is asks whether JavaScript waits for them.
    if 'asyncio.events' in executed:
        executed['asyncio.events']._event_loop_policy = None
${NOTE_MODULES}
gc.collect()
gc.freeze()
`;

/** The names of the functions above that the runtime calls. */
export const ENTRY_POINTS = ['complete', 'setup', 'enter_main'] as const;

/** Its functions' file: CPython leaves frames of this one out of a traceback when they are on the way into an import. */
export const PRELUDE_FILE = '<frozen importlib._bootstrap_external>';
