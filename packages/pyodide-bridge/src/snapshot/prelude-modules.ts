/**
 * Part of the prelude: what lies in the memory and the program has not imported.
 *
 * Pyodide imports 150 modules of the library to start, and the prelude more, so that programs find them executed. Until a
 * program imports them they are not in `sys.modules`. Where a search of `sys.path` comes to the library, a module is taken from
 * here, together with the modules that it has imported itself, unless the search would have found another one for any of these
 * before: then it is executed, as in CPython, with the program's own `random.py` or `enum.py`.
 */
export const MODULES = `
class Executed:
    'The loader of a module that is executed already: in all else the one that it had.'
    def __init__(self, loader):
        self.loader = loader
    def __getattr__(self, name):
        return getattr(self.loader, name)
    def __repr__(self):
        return repr(self.loader)
    def create_module(self, spec):
        # Entered first: one that is executed on its first use is so when the importer looks at it.
        give(spec.name)
        return executed[spec.name]
    def exec_module(self, module):
        module.__spec__ = specs[module.__spec__.name]

def note_modules(at_start):
    'Notes what CPython has not imported when a program begins.'
    for name, module in [*sys.modules.items()]:
        names = object.__getattribute__(module, '__dict__') if isinstance(module, type(sys)) else {}
        spec = names.get('__spec__')
        loader = getattr(spec, 'loader', None)
        if name in at_start:
            continue
        if name == 'ssl':
            # Not executed here (modules/_ssl/install.ts), and each time with the source that its loader has.
            made[name] = loader
        executed[name], specs[name] = module, spec
        if (names.get('__file__') or '').startswith(library):
            sources[name] = names['__file__']
        elif loader is not BuiltinImporter or name in ours:
            lasting.add(name)
    imports = {name: imported_by(name) for name in executed}
    for name in executed:
        found, waiting = {name}, [name]
        while waiting:
            new = imports[waiting.pop()] - found
            found |= new
            waiting += new
        closures[name] = tuple(found)
        searched = found & sources.keys()
        tops[name] = frozenset(other.partition('.')[0] for other in searched if not _imp.is_frozen(other))
        parent, _, child = name.rpartition('.')
        package = executed.get(parent) or sys.modules.get(parent)
        if isinstance(package, type(sys)) and package.__dict__.get(child) is executed[name]:
            children.append((package.__dict__, child))

def hide_modules():
    'Has the program import what it uses.'
    for name, module in executed.items():
        sys.modules.pop(name, None)
    for package, child in children:
        package.pop(child, None)
    zipimport.zipimporter.find_spec = find_in_library
    BuiltinImporter.find_spec = find_builtin

def leave_javascript_out():
    "Has the program find none of Pyodide's modules, by which programs tell a browser."
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != 'JsFinder']
    pyodides = {'js', 'pyodide', 'pyodide_js', '_pyodide', '_pyodide_core'}
    for name in [name for name in executed if name.partition('.')[0] in pyodides]:
        del executed[name]
    hidden.update(pyodides)
    sys.builtin_module_names = tuple(name for name in sys.builtin_module_names if name not in pyodides)

def leave_tls_out(reason):
    'Has an import of ssl fail, and those who would have imported it be executed without, as in a CPython that has none.'
    for name in [name for name in executed if 'ssl' in closures[name]]:
        del executed[name]
    refused.update(ssl=reason, _ssl=reason)

def imported_by(name):
    'The executed modules that a module imports while it is executed, by what its source says, and its packages.'
    found = {parent for parent in executed if name.startswith(parent + '.')}
    source = ''
    if name in made:
        source = made[name].get_source(name)
    elif name in sources:
        source = zipimport.zipimporter(library).get_data(sources[name]).decode()
    package = name if getattr(specs[name], 'submodule_search_locations', None) is not None else name.rpartition('.')[0]
    block, function = '', None
    for line in source.replace('\\\\\\n', ' ').split('\\n'):
        words = line.split('#')[0].replace(',', ' ').replace('(', ' ').replace(')', ' ').split()
        if not words:
            continue
        indentation = len(line) - len(line.lstrip())
        if function is not None and indentation > function:
            continue
        function = indentation if words[0] in ('def', 'async') else None
        if line[0] not in ' \\t':
            block = words[0].rstrip(':')
        elif block not in ('try', 'except', 'else', 'if', 'elif', 'finally', 'with'):
            continue
        if words[0] == 'import':
            found.update(words[1:])
        elif words[0] == 'from' and len(words) > 2:
            base = words[1]
            if base.startswith('.'):
                level = len(base) - len(base.lstrip('.'))
                parts = package.split('.')
                base = '.'.join(parts[:len(parts) - level + 1] + [part for part in [base.lstrip('.')] if part])
            found.add(base)
            found.update(f'{base}.{word}' for word in words[3:])
    return {module for module in found & executed.keys() for module in (module, *parents(module))} - {name}

def parents(name):
    while '.' in name:
        name = name.rpartition('.')[0]
        if name in executed:
            yield name

def give(name):
    'Enters a module and what it has imported in sys.modules.'
    for other in closures[name]:
        if other in given:
            continue
        given.add(other)
        module = sys.modules.setdefault(other, executed[other])
        if module is executed[other]:
            parent, _, child = other.rpartition('.')
            if parent:
                package = executed.get(parent) or sys.modules.get(parent)
                if isinstance(package, type(sys)):
                    setattr(package, child, module)
            if other in renewals:
                renewals[other](module)

def is_whole(name):
    'Whether a module and all that it has imported are what an import would find now.'
    for other in closures[name]:
        if other in given and other not in lasting:
            if sys.modules.get(other) is not executed[other]:
                return False
        elif other in sys.modules and sys.modules[other] is not executed[other]:
            return False
    for entry in sys.path:
        if entry == library:
            break
        finder = PathFinder._path_importer_cache(entry)
        if type(finder) is FileFinder:
            names = tops[name] & names_in(finder)
        else:
            names = tops[name] if finder is not None else ()
        for top in names:
            spec = finder.find_spec(top)
            if spec is not None and spec.loader is not None:
                return False
    return True

def names_in(finder):
    'What the files of a folder may be imported as. PathFinder has just looked whether the folder was changed.'
    known = folders.get(finder.path)
    if known is None or known[0] != finder._path_mtime or finder._path_mtime == -1:
        if finder._path_mtime == -1:
            finder.find_spec('')
        known = folders[finder.path] = finder._path_mtime, {file.partition('.')[0] for file in finder._path_cache}
    return known[1]

def executed_spec(name):
    if name not in executed or (name in given and name not in lasting) or not is_whole(name):
        return None
    spec = ModuleSpec(name, None)
    spec.__dict__.update(getattr(specs[name], '__dict__', ()))
    # That of collections.abc is _collections_abc's.
    spec.name = name
    spec.loader = Executed(spec.loader)
    return spec

def find_in_library(self, fullname, target=None):
    if self.archive == library:
        if fullname in hidden:
            return None
        if fullname in refused:
            raise ImportError(refused[fullname], name=fullname)
        spec = executed_spec(fullname)
        if spec is not None:
            return spec
        if fullname in made:
            return ModuleSpec(fullname, made[fullname], origin=sources[fullname])
    spec = find_in_archive(self, fullname, target)
    if spec is None and self.archive == library and '.' in fullname:
        # What a package of the archive lacks (installing/library/).
        place = os.path.join('/lib/python3.14', fullname.replace('.', '/') + '.py')
        if os.path.exists(place):
            spec = ModuleSpec(fullname, SourceFileLoader(fullname, place), origin=place)
            spec.has_location = True
    return spec

def find_builtin(fullname, path=None, target=None):
    if fullname in hidden:
        return None
    if fullname in refused:
        raise ImportError(refused[fullname], name=fullname)
    if fullname in executed and (fullname not in sources or _imp.is_frozen(fullname)):
        spec = executed_spec(fullname)
        if spec is not None:
            return spec
    return find_compiled(fullname, path, target)

library = '/lib/python314.zip'
find_in_archive = zipimport.zipimporter.find_spec
find_compiled = BuiltinImporter.find_spec
# Modules in the memory by name, their specifications, the files of those that have a source, the modules that each needs, the
# first parts of the names that a search of sys.path has to find, packages' attributes that are modules, modules that were
# imported, modules that exist once, loaders of ours, what folders have, modules that are not to be found, and
# why an import of some fails.
executed, specs, sources, closures, tops, children, given, lasting, made, folders, hidden = {}, {}, {}, {}, {}, [], set(), set(), {}, {}, set()
refused = {}
# Pyodide's asks a browser for a window. Ours lies after the archive (installing/library/).
hidden.add('webbrowser')
# They take the place of built-in ones.
ours = {
    '_multiprocessing', '_posixshmem', '_posixsubprocess', '_queue', '_socket', '_thread', 'fcntl', 'grp', 'pwd', 'select',
    'termios'}
`;

/** The end of the prelude. */
export const NOTE_MODULES = `
note_modules({
    '__main__', '_abc', '_codecs', '_collections_abc', '_frozen_importlib', '_frozen_importlib_external', '_imp', '_io',
    '_signal', '_sitebuiltins', '_stat', '_thread', '_warnings', '_weakref', 'abc', 'builtins', 'codecs', 'encodings',
    'encodings.aliases', 'encodings.utf_8', 'errno', 'genericpath', 'marshal', 'os', 'os.path', 'posix', 'posixpath', 'site',
    'stat', 'sys', 'time', 'zipimport'})
`;
