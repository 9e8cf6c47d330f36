/**
 * Part of the prelude: prefixes and `site`, which CPython finds at each start (Modules/getpath.py, Lib/site.py).
 *
 * `site.main` is CPython's own. It runs after the snapshot, with the prefixes, environment and options of this process.
 */
export const SITE = `
def search_path_of(executable):
    'getpath.py: what is listed in a file NAME._pth beside the program, or beside the one that it is a link to, is the whole path.'
    programs = [executable, os.path.realpath(executable)] if os.path.islink(executable) else [executable]
    for program in programs:
        if os.access(f'{program}._pth', os.R_OK):
            with open(f'{program}._pth', encoding='utf-8') as file:
                return os.path.dirname(program), [line.partition('#')[0].strip() for line in file]
    return None

def complete_path(config, executable):
    found = executable and search_path_of(executable)
    if not found:
        return
    folder, lines = found
    imports_site = 'import site' in lines
    config.update(isolated=1, use_environment=0, user_site_directory=0, site_import=int(imports_site), safe_path=1)
    search_path[:] = [os.path.normpath(os.path.join(folder, line)) for line in lines if line and not line.startswith('import ')]

search_path = []

def environment_of(executable):
    'getpath.py: the folder of a virtual environment, and where its home is; pyvenv.cfg lies one folder up, or beside the program.'
    folder = os.path.dirname(os.path.abspath(executable))
    for place in os.path.dirname(folder), folder:
        try:
            with open(os.path.join(place, 'pyvenv.cfg'), encoding='utf-8') as file:
                lines = file.readlines()
        except (FileNotFoundError, NotADirectoryError, PermissionError, UnicodeDecodeError):
            continue
        for line in lines:
            key, equals, value = line.partition('=')
            if equals and key.strip().lower() == 'home':
                return place, value.strip()
        return place, None
    return None, None

def setup_prefix(base):
    sys.base_prefix = sys.base_exec_prefix = sys.prefix = sys.exec_prefix = base
    if not sys.executable:
        return
    place, home = environment_of(sys.executable)
    if place is not None:
        sys.prefix = sys.exec_prefix = place
        resolved = os.path.realpath(sys.executable)
        if resolved != sys.executable:
            sys._base_executable = resolved
        elif home:
            sys._base_executable = os.path.join(home, os.path.basename(sys.executable))

# CPython 3.14 finds modules for its own processor below ~/.local: its user site and ours have nothing in common.
def _getuserbase():
    data = os.environ.get('XDG_DATA_HOME', '')
    if not data.startswith('/'):
        data = '~/.local/share'
    return os.environ.get('PYTHONUSERBASE') or os.path.expanduser(f'{data}/pysock/user')

def get_frozen_code(name):
    'The code of site has that function, when it is run (-m site) or imported again (-S) too.'
    code = code_of_frozen(name)
    if name != 'site':
        return code
    ours = _getuserbase.__code__.replace(co_filename=code.co_filename)
    return code.replace(co_consts=tuple(
        ours if getattr(const, 'co_name', None) == '_getuserbase' else const for const in code.co_consts))

def exec_frozen(module):
    if module.__spec__.name == 'site':
        exec(get_frozen_code('site'), module.__dict__)
    else:
        execute_frozen(module)

code_of_frozen, execute_frozen = FrozenImporter.get_code, FrozenImporter.exec_module
FrozenImporter.get_code, FrozenImporter.exec_module = get_frozen_code, exec_frozen
site._getuserbase.__code__ = _getuserbase.__code__

def setup_site(config):
    # Pyodide's start has imported site before.
    vars(sys).pop('__interactivehook__', None)
    if not config['site_import']:
        sys.modules.pop('site', None)
        for name in 'quit', 'exit', 'copyright', 'credits', 'license', 'help':
            delattr(builtins, name)
        return
    site.PREFIXES[:] = [sys.prefix, sys.exec_prefix]
    site.ENABLE_USER_SITE = site.USER_SITE = site.USER_BASE = None
    try:
        site.main()
    except SystemExit:
        raise
    except Exception:
        # pylifecycle.c: init_import_site
        traceback.print_exc()
        raise SystemExit(1) from None
`;
