/**
 * Part of the prelude: prefixes and `site`, which CPython finds at each start (Modules/getpath.py, Lib/site.py).
 *
 * `site.main` is CPython's own. It runs after the snapshot, with the prefixes, environment and options of this process.
 */
export const SITE = `
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

def setup_site(config):
    if not config['site_import']:
        sys.modules.pop('site', None)
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
