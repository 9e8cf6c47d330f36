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

def renew_platform(platform):
    platform._uname_cache = None
    platform._platform_cache.clear()
    # The default is what the interpreter's name was when the module was executed.
    platform.architecture.__defaults__ = (sys.executable, *platform.architecture.__defaults__[1:])

def renew_random(random):
    # The generator behind random.random(), and so behind what asyncio, email, http, multiprocessing and DNS libraries draw.
    random.seed()

def renew_tempfile(tempfile):
    tempfile._name_sequence = tempfile.tempdir = None

def renew_threading(threading):
    # The number that the kernel has for the main thread.
    threading._main_thread._native_id = threading.get_native_id()

renewals = {name.removeprefix('renew_'): renewal for name, renewal in globals().items() if name.startswith('renew_')}
`;
