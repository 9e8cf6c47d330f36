/**
 * Part of the prelude: modules of the program's own.
 *
 * Pyodide imports 150 modules of the library to start, and the prelude more, so that programs find them executed. A `code.py` or
 * `random.py` beside a script is what its `import code` means all the same, as CPython has imported neither when a program begins.
 */
export const MODULES = `
# What CPython has imported when a program begins, and Pyodide's own.
at_start = {'abc', 'codecs', 'encodings', 'genericpath', 'linecache', 'os', 'posixpath', 'site', 'stat', '_collections_abc',
            '_sitebuiltins', 'pyodide', '_pyodide'}
early = {}
for name, module in sys.modules.items():
    top = name.partition('.')[0]
    # Not module.__file__, for which a module that is executed on its first use would be.
    file = object.__getattribute__(module, '__dict__').get('__file__') if isinstance(module, type(sys)) else None
    if top not in at_start and (file or '').startswith('/lib/python314.zip/'):
        early.setdefault(top, []).append(name)

def program_folders(config):
    if not config['safe_path']:
        script = config['run_filename']
        yield '.' if script is None else script if os.path.isdir(script) else os.path.dirname(os.path.realpath(script))
    for entry in sys.path:
        if entry == '/lib/python314.zip':
            break
        yield entry

def make_way(config):
    for folder in program_folders(config):
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for top in early.keys() & {name.partition('.')[0] for name in names}:
            for name in early.pop(top):
                del sys.modules[name]
`;
