/**
 * Modules that took locks and functions from `_thread` before ours were in their places. `threading` is executed again in its
 * own namespace; elsewhere what was taken is exchanged for its successor, and a lock for a new one.
 */
export const BEFORE_THREADS = `
import _thread
_thread._before = dict(vars(_thread))
`;

export const RENEW_THREADS = `
def renew_threads():
    import _thread, importlib, sys, threading
    before = _thread.__dict__.pop('_before')
    at_exit = threading._threading_atexits
    importlib.reload(threading)
    threading._threading_atexits.extend(at_exit)
    successors = {
        id(old): getattr(_thread, name)
        for name, old in before.items()
        if getattr(_thread, name) is not old
    }
    if 'queue' in sys.modules:
        import _queue
        sys.modules['queue'].SimpleQueue = _queue.SimpleQueue
    locks = before['lock'], before['RLock']
    for module in list(sys.modules.values()):
        names = getattr(module, '__dict__', {})
        if module is _thread:
            continue
        for name, value in list(names.items()):
            if id(value) in successors:
                names[name] = successors[id(value)]
            elif type(value) in locks:
                names[name] = _thread.lock() if type(value) is locks[0] else _thread.RLock()
renew_threads()
del renew_threads
`;
