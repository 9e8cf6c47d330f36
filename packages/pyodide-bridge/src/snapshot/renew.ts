/**
 * What a CPython process makes anew at its start, and a memory snapshot would remember. Everything of the kind stands here.
 *
 * What belongs to a module is renewed when the program imports it: a start does not pay for it. `hash()`'s secret cannot change
 * under the dictionaries of a snapshot: each cache has one of its own, and a start that asks for another one
 * (`PYTHONHASHSEED=random`, `-R`) does without the snapshot (snapshot.ts).
 */
export const RENEWALS = `
def renew_logging(logging):
    # The zero of LogRecord.relativeCreated.
    logging._startTime = time.time_ns()

def renew_process(process):
    # The key that processes know each other by, and where relative names of the program begin.
    process._current_process = type(process._current_process)()
    try:
        process.ORIGINAL_DIR = os.path.abspath(os.getcwd())
    except OSError:
        process.ORIGINAL_DIR = None

def renew_spawn(spawn):
    spawn.set_executable(sys.executable)

def renew_util(util):
    atexit.register(util._exit_function)

def renew_multiprocessing(multiprocessing):
    # Which a child replaces.
    if '__main__' in sys.modules:
        sys.modules['__mp_main__'] = sys.modules['__main__']

def renew_platform(platform):
    platform._uname_cache = None
    platform._platform_cache.clear()
    # The default is what the interpreter's name was when the module was executed.
    platform.architecture.__defaults__ = (sys.executable, *platform.architecture.__defaults__[1:])

def renew_random(random):
    # The generator behind random.random(), and so behind what asyncio, email, http, multiprocessing and DNS libraries draw.
    random.seed()

def renew_sysconfig(sysconfig):
    sysconfig._PREFIX, sysconfig._EXEC_PREFIX = sys.prefix, sys.exec_prefix
    sysconfig._BASE_PREFIX, sysconfig._BASE_EXEC_PREFIX = sys.base_prefix, sys.base_exec_prefix
    sysconfig._PROJECT_BASE = os.path.realpath(os.path.dirname(sys.executable)) if sys.executable else os.getcwd()
    sysconfig._getuserbase.__code__ = _getuserbase.__code__
    sysconfig._CONFIG_VARS, sysconfig._CONFIG_VARS_INITIALIZED = None, False

def renew_tempfile(tempfile):
    tempfile._name_sequence = tempfile.tempdir = None

def renew_threading(threading):
    # The number that the kernel has for the main thread.
    threading._main_thread._native_id = threading.get_native_id()

renewals = {name.removeprefix('renew_'): renewal for name, renewal in globals().items() if name.startswith('renew_')}
for name in ('process', 'spawn', 'util'):
    renewals[f'multiprocessing.{name}'] = renewals.pop(name)
# Until a program imports it.
atexit.unregister(sys.modules['multiprocessing.util']._exit_function)
del sys.modules['__mp_main__']
`;
