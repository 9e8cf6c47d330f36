import { ZONEINFO } from './zoneinfo-switch.ts';

/**
 * What Python's standard library, Pyodide and urllib3 do differently because they run in a browser's Python, undone.
 *
 * Each of these has a reason and is found here, nowhere else. None edits a file: modules are executed again, or an attribute
 * of a module is set back to what it is on Linux.
 */

/**
 * Modules that were imported over Pyodide's own `_socket` and `select` took names from them. They are executed again, when
 * they are first used (Lib/socket.py alone takes some 30 ms), and who holds the old module gets the new one. asyncio is not
 * executed again, which takes a second: it only holds the modules, and takes no names from them.
 */
const RENEW = `
def renew(built_in, lazily):
    import importlib.machinery, importlib.util, sys
    for name in built_in:
        module = sys.modules[name]
        module.__spec__ = importlib.machinery.ModuleSpec(name, importlib.machinery.BuiltinImporter, origin='built-in')
        module.__loader__ = importlib.machinery.BuiltinImporter
    fresh = {}
    for name in lazily:
        stale = sys.modules.pop(name, None)
        if stale is None:
            continue
        # By the loader it had: a search might find a script's socket.py.
        spec = importlib.util.spec_from_loader(name, stale.__spec__.loader)
        spec.loader = importlib.util.LazyLoader(spec.loader)
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        fresh[id(stale)] = module
    for holder in list(sys.modules.values()):
        names = getattr(holder, '__dict__', {}) if holder not in fresh.values() else {}
        for name, value in list(names.items()):
            if id(value) in fresh:
                names[name] = fresh[id(value)]
    if 'subprocess' in sys.modules and 'subprocess' not in lazily:
        sys.modules['subprocess'].select = sys.modules['select']
`;

/**
 * asyncio.streams looks, when it is imported, whether sockets have UNIX addresses, which Pyodide's own have not. Done again
 * where it said no.
 */
const ADD_UNIX_STREAMS = `
def add_unix_streams():
    import asyncio, importlib, socket
    from asyncio import streams
    if hasattr(streams, 'start_unix_server'):
        return
    socket.AF_UNIX = 1
    importlib.reload(streams)
    for name in streams.__all__:
        setattr(asyncio, name, getattr(streams, name))
    asyncio.__all__ = tuple(dict.fromkeys(asyncio.__all__ + streams.__all__))
`;

/**
 * Pyodide makes its WebLoop, which is driven by JavaScript's event loop and knows no descriptors, the loop that is always
 * running. Here \`asyncio.run\` makes the stock loop over epoll, as on Linux. The WebLoop stays for what JavaScript awaits, a
 * coroutine or \`runPythonAsync\`, but is running only while it runs something; \`asyncio.run\` in there runs inside of it.
 */
const STOCK_EVENT_LOOP = `
def use_stock_event_loop():
    import asyncio, sys
    from asyncio import events, runners, tasks, unix_events
    from pyodide import webloop

    web_loop = events._get_event_loop_policy().get_event_loop()

    def is_awaited_by_javascript(frame):
        while frame.f_back is not None:
            frame = frame.f_back
        return frame.f_code is tasks.ensure_future.__code__

    class EventLoopPolicy(unix_events._DefaultEventLoopPolicy):
        def get_event_loop(self):
            if self._local._loop is None and is_awaited_by_javascript(sys._getframe()):
                return web_loop
            return super().get_event_loop()

    def run_inside(main, *, debug=None, loop_factory=None):
        task = tasks._swap_current_task(web_loop, None)
        events._set_running_loop(None)
        try:
            return runners.run(main, debug=debug, loop_factory=loop_factory)
        finally:
            events._set_running_loop(web_loop)
            tasks._swap_current_task(web_loop, task)

    depth = 0

    def run_handle_once(run_handle, **options):
        def run():
            nonlocal depth
            depth += 1
            asyncio.run = run_inside
            try:
                run_handle()
            finally:
                depth -= 1
                if depth == 0:
                    asyncio.run = runners.run
                events._set_running_loop(None)
        return create_once_callable(run, **options)

    create_once_callable = webloop.create_once_callable
    webloop.create_once_callable = run_handle_once
    asyncio.run = runners.run
    events._set_event_loop_policy(EventLoopPolicy())
    events._set_running_loop(None)
`;

/** asyncio looks names up in a thread of its executor. Where no thread can start, it does so itself, and blocks as long. */
const RESOLVE_WITHOUT_THREADS = `
def resolve_without_threads():
    from asyncio import base_events
    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        return base_events.socket.getaddrinfo(host, port, family, type, proto, flags)
    async def getnameinfo(self, sockaddr, flags=0):
        return base_events.socket.getnameinfo(sockaddr, flags)
    base_events.BaseEventLoop.getaddrinfo = getaddrinfo
    base_events.BaseEventLoop.getnameinfo = getnameinfo
`;

/** urllib3 since 2.2 asks JavaScript to fetch where sys.platform is 'emscripten'. It finds nothing to replace its sockets by. */
const URLLIB3 = `
def keep_sockets_of_urllib3():
    import sys, types
    name = 'urllib3.contrib.emscripten'
    module = sys.modules[name] = types.ModuleType(name, 'Stands for urllib3 without sockets: there are sockets here.')
    module.inject_into_urllib3 = lambda: None
`;

/** What stands where sysconfig of CPython names a compiler. */
const NO_COMPILER = 'no-compiler-for-wasm32-emscripten';

const NO_WHEEL =
  'pysock has no compiler: packages with C code need a wheel for wasm32, from PyPI or by pysock -m ensurepip --pyodide-index on';

/**
 * Which compiled modules the interpreter can load is no matter of the system that it shows: Linux's are for another processor.
 * So sysconfig says what it said when this Python was built for Emscripten, and finds what was written down then; and what
 * installers ask for the tags of wheels, `packaging.tags`, wherever a copy of it is imported, has Emscripten's for Linux.
 */
const LOADABLE = `
def keep_loadable():
    import importlib._bootstrap_external, sys, sysconfig

    platform = sysconfig.get_platform()
    data = sysconfig._get_sysconfigdata_name()
    version = sysconfig.get_config_var('PYEMSCRIPTEN_PLATFORM_VERSION')
    # What builds extension modules would make code for the machine's processor: these name nothing that exists.
    compilers = dict.fromkeys(('CC', 'CXX', 'CPP', 'LINKCC', 'LDSHARED', 'LDCXXSHARED', 'BLDSHARED', 'AR'), '${NO_COMPILER}')

    def switch_sysconfig(module):
        of_environment = module.get_platform
        def get_platform():
            return of_environment() if '_PYTHON_HOST_PLATFORM' in module.os.environ else platform
        get_platform.__doc__ = of_environment.__doc__
        def _get_sysconfigdata_name():
            return module.os.environ.get('_PYTHON_SYSCONFIGDATA_NAME', data)
        module.get_platform = get_platform
        init_posix = module._init_posix
        def _init_posix(vars):
            init_posix(vars)
            vars.update(compilers)
        module._init_posix = _init_posix
        module._get_sysconfigdata_name = _get_sysconfigdata_name

    def switch_tags(module):
        platforms = getattr(module, '_emscripten_platforms', None)
        def _linux_platforms(*args, **kwargs):
            # Older copies know no Emscripten.
            if platforms is None:
                return iter((f'pyemscripten_{version}_wasm32', *module._generic_platforms()))
            return platforms()
        module._linux_platforms = _linux_platforms

    def switch_pip(module):
        'One line for a build that has failed.'
        def explaining(error, explain):
            init = error.__init__
            def __init__(self, *args, **kwargs):
                init(self, *args, **kwargs)
                explain(self)
            error.__init__ = __init__
        hint = '${NO_WHEEL}'
        for error in module.InstallWheelBuildError, module.MetadataGenerationFailed:
            explaining(error, lambda error: setattr(error, 'hint_stmt', f'{error.hint_stmt or ""}\\n{hint}'.strip()))
        explaining(module.FailedToPrepareCandidate, lambda error: setattr(error, 'args', (f'{error}\\n{hint}',)))

${ZONEINFO.replaceAll('\n', '\n    ')}
    def execute_ctypes(self, module):
        # It compares struct's sizes with those that its own C compiler knew. (identity/struct-sizes.ts)
        import struct
        calcsize = struct.calcsize
        struct.calcsize = lambda format: 4 if format in ('l', 'L', 'n', 'N', 'P') else calcsize(format)
        try:
            execute(self, module)
        finally:
            struct.calcsize = calcsize

    loader = importlib._bootstrap_external._LoaderBasics
    execute = loader.exec_module

    def exec_module(self, module):
        name = module.__name__
        if name == 'ctypes':
            execute_ctypes(self, module)
            return
        execute(self, module)
        if name == 'zoneinfo._common':
            switch_zoneinfo(module)
        elif name == 'sysconfig':
            switch_sysconfig(module)
        elif name.endswith('packaging.tags') and hasattr(module, '_linux_platforms'):
            switch_tags(module)
        elif name == 'pip._internal.exceptions' and hasattr(module, 'InstallWheelBuildError'):
            switch_pip(module)

    exec_module.__doc__ = execute.__doc__
    loader.exec_module = exec_module
`;

/**
 * Modules that were imported before, and do something else where `sys.platform` is 'linux'. `subprocess` imports there what is
 * made when a program imports it (modules/entry.ts), so it is renewed as `socket` is.
 */
const CHOOSE_AGAIN = `
def choose_again():
    import sys
    for name in ('shutil', 'sysconfig'):
        module = sys.modules.get(name)
        if module is not None:
            module.__spec__.loader.exec_module(module)
`;

/** Its functions' file, so that tracebacks leave out frames of these that are on the way into an import. */
const IMPORTLIB = '<frozen importlib._bootstrap_external>';

/** Called before `sys.platform` is Linux's. */
export function keepLoadable(python: RunsPython): void {
  const code = JSON.stringify(`${LOADABLE}\nkeep_loadable()`);
  python.runPython(`exec(compile(${code}, ${JSON.stringify(IMPORTLIB)}, 'exec'), {})`);
}

export interface StdlibSwitches {
  readonly hasThreads: boolean;
  /** Whether `sys.platform` has become 'linux'. */
  readonly isLinux: boolean;
}

interface RunsPython {
  runPython(code: string): unknown;
}

/** Called when the modules named are replaced, and before a script sees anything of what is touched here. */
export function neutralizeSwitches(python: RunsPython, replaced: readonly string[], options: StdlibSwitches): void {
  const lazily = ['socket', 'selectors', '_ssl', 'ssl', ...(options.isLinux ? ['subprocess'] : [])];
  const calls = [
    'add_unix_streams()',
    `renew(${JSON.stringify(replaced)}, ${JSON.stringify(lazily)})`,
    'keep_sockets_of_urllib3()',
  ];
  if (options.isLinux) calls.unshift('choose_again()');
  calls.push('use_stock_event_loop()');
  if (!options.hasThreads) calls.push('resolve_without_threads()');
  const all = [
    CHOOSE_AGAIN,
    ADD_UNIX_STREAMS,
    RENEW,
    STOCK_EVENT_LOOP,
    RESOLVE_WITHOUT_THREADS,
    URLLIB3,
    ...calls,
  ].join('\n');
  python.runPython(`def neutralize():\n    ${all.replaceAll('\n', '\n    ')}\nneutralize()\ndel neutralize`);
}
