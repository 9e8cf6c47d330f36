"""asyncio's selector loop, a turn at a time, on JavaScript's event loop.

The loop is CPython's own: a turn is its `_run_once`, with a selector that does not wait. JavaScript has a turn made when the
selector's descriptor is readable, when a timer is due, or when a callback was added (event-loop.ts). A callback that waits,
by a blocking call or by run_sync, keeps only its own turn: the next one begins on another stack.
"""

import asyncio
import collections
import contextlib
import functools
import heapq
import math
import selectors
import sys
import threading
import time
from asyncio import events, runners, tasks, unix_events

import pyodide.ffi
from _pyodide import _future_helper
from pyodide import webloop
from pyodide.webloop import PyodideFuture, PyodideTask

_pysock = sys.modules.pop('_pysock_loop')


# For how long a turn goes on while there are callbacks that are ready, in seconds: JavaScript's timers are late by that.
_TURN = 0.001

# How many connections one callback accepts: those that are left keep the listener ready, for the next turn.
_ACCEPTED = 16


class _Selector(selectors.EpollSelector):
    """Says what is ready, and waits only while the loop is run to a future's end."""

    waits = False

    def select(self, timeout=None):
        return super().select(timeout if self.waits else 0)


class _TurnIsOver(Exception):
    """Leaves `_run_once` between two callbacks."""


class _Ready(collections.deque):
    """The callbacks that are ready. A turn that was held up may find that another has made its callbacks."""

    # What a turn that finds nothing does nothing with.
    nothing = None
    # When the turn is over, on time.monotonic()'s clock.
    end = math.inf

    def popleft(self):
        if not self:
            return self.nothing
        if time.monotonic() > self.end:
            raise _TurnIsOver
        return super().popleft()


class Handle(events.Handle):
    """Of a file. While its callback is among those that are ready, or is held up, it is not called once more."""

    __slots__ = ()

    def _run(self):
        try:
            super()._run()
        finally:
            self._loop._files_called.discard(self)

    def cancel(self):
        self._loop._files_called.discard(self)
        super().cancel()


class DrivenEventLoop(asyncio.SelectorEventLoop):
    """A selector loop whose turns are made by JavaScript's event loop."""

    # Until it has one.
    _driver = -1

    def __init__(self):
        self._files_called = set()
        super().__init__(_Selector())
        self._ready = _Ready()
        self._ready.nothing = events.Handle(print, (), self)
        self._ready.nothing.cancel()
        self._driver = _pysock.drive(self._selector.fileno(), self._turn, self._rest)

    # One turn.

    def _turn(self):
        """Called by JavaScript, in a thread of its own."""
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        debug = self._debug
        if debug:
            depth = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(10)
        events._set_running_loop(self)
        try:
            self._ready.end = time.monotonic() + _TURN
            self._run_once()
            # What that has made ready would be no sooner done by JavaScript's having had its turn.
            while self._ready and not self._stopping:
                self._run_once()
        except _TurnIsOver:
            pass
        except BaseException as error:
            self._escaped(error)
        finally:
            events._set_running_loop(None)
            if debug:
                sys.set_coroutine_origin_tracking_depth(depth)
            sys.set_asyncgen_hooks(*hooks)
            self._rest()

    def _escaped(self, error):
        """A turn has raised what no callback may catch."""
        raise NotImplementedError

    def _pause(self):
        """Nothing that the loop waits for brings a turn about."""
        _pysock.rest(self._driver, -1.0, False)

    def close(self):
        # Whoever watches the selector's descriptor ends before it is closed.
        if not self.is_running():
            _pysock.leave(self._driver)
        super().close()

    def _rest(self):
        """Says when the next turn is due: in milliseconds, -1 when only a descriptor or JavaScript can bring it about."""
        scheduled = self._scheduled
        while scheduled and scheduled[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(scheduled)._scheduled = False
        if self._ready:
            delay = 0.0
        elif scheduled:
            delay = max(scheduled[0]._when - self.time(), 0.0) * 1000
        else:
            delay = -1.0
        # One descriptor is the loop's own.
        _pysock.rest(self._driver, delay, len(self._selector._fd_to_key) > 1)

    # Whatever adds a callback has a turn made.

    def _call_soon(self, callback, args, context):
        handle = super()._call_soon(callback, args, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        _pysock.wake(self._driver)
        return handle

    def call_at(self, when, callback, *args, context=None):
        timer = super().call_at(when, callback, *args, context=context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        if self._scheduled[0] is timer:
            _pysock.wake(self._driver)
        return timer

    def _timer_handle_cancelled(self, handle):
        super()._timer_handle_cancelled(handle)
        if self._scheduled and self._scheduled[0] is handle:
            _pysock.wake(self._driver)

    def _add_callback(self, handle):
        if type(handle) is Handle:
            if handle in self._files_called:
                return
            self._files_called.add(handle)
        super()._add_callback(handle)
        _pysock.wake(self._driver)

    def _write_to_self(self):
        _pysock.wake(self._driver)
        super()._write_to_self()

    def _add_reader(self, fd, callback, *args):
        handle = super()._add_reader(fd, callback, *args)
        handle.__class__ = Handle
        _pysock.wake(self._driver)
        return handle

    def _accept_connection(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100, *args, **kwargs):
        backlog = min(backlog, _ACCEPTED)
        super()._accept_connection(protocol_factory, sock, sslcontext, server, backlog, *args, **kwargs)

    def _add_writer(self, fd, callback, *args):
        handle = super()._add_writer(fd, callback, *args)
        handle.__class__ = Handle
        _pysock.wake(self._driver)
        return handle

    # Signals are heard by Node's main thread.

    def add_signal_handler(self, sig, callback, *args):
        if not _pysock.hears_signals():
            raise RuntimeError('set_wakeup_fd only works in main thread of the main interpreter')
        super().add_signal_handler(sig, callback, *args)
        _pysock.listen(self._driver, sig, functools.partial(self._handle_signal, sig))

    def remove_signal_handler(self, sig):
        removed = super().remove_signal_handler(sig)
        if removed:
            _pysock.ignore(self._driver, sig)
        return removed

    # What JavaScript can await.

    def create_future(self):
        return PyodideFuture(loop=self)

    def create_task(self, coro, **kwargs):
        if self._task_factory is not None or tasks.Task not in PyodideTask.__bases__:
            return super().create_task(coro, **kwargs)
        self._check_closed()
        task = PyodideTask(coro, loop=self, **kwargs)
        if task._source_traceback:
            del task._source_traceback[-1]
        try:
            return task
        finally:
            del task


class JavaScriptEventLoop(DrivenEventLoop):
    """The event loop of what JavaScript awaits. It has no beginning and no end."""

    _is_made = False

    def __init__(self):
        super().__init__()
        self._thread_id = threading.main_thread().ident
        self._keyboard_interrupt_handler = None
        self._system_exit_handler = None
        self._no_in_progress_handler = None
        self._in_progress = 0
        self._is_made = True

    def _escaped(self, error):
        if isinstance(error, SystemExit) and self._system_exit_handler is not None:
            self._system_exit_handler(error.code)
        elif isinstance(error, KeyboardInterrupt) and self._keyboard_interrupt_handler is not None:
            self._keyboard_interrupt_handler()
        elif not self._is_of_a_task(error):
            # Nothing else shows it.
            sys.excepthook(type(error), error, error.__traceback__)

    def _is_of_a_task(self, error):
        """A task has the exception, and raises it in whatever awaits it."""
        frames = error.__traceback__
        while frames is not None:
            if frames.tb_frame.f_code is events.Handle._run.__code__:
                callback = getattr(frames.tb_frame.f_locals['self'], '_callback', None)
                if isinstance(getattr(callback, '__self__', None), tasks.Task):
                    return True
            frames = frames.tb_next
        return False

    def create_task(self, coro, **kwargs):
        task = super().create_task(coro, **kwargs)
        if self._no_in_progress_handler is not None:
            self._in_progress += 1
            task.add_done_callback(self._decrement_in_progress)
        try:
            return task
        finally:
            del task

    def _decrement_in_progress(self, task=None):
        self._in_progress -= 1
        if self._no_in_progress_handler is not None and self._in_progress == 0:
            self._no_in_progress_handler()

    # Its life is JavaScript's.

    def is_running(self):
        return self._is_made

    def _set_coroutine_origin_tracking(self, enabled):
        # A turn does it.
        pass

    def close(self):
        pass

    def stop(self):
        pass

    def run_forever(self):
        pass

    def run_until_complete(self, future):
        """Waits for a future's end with JavaScript going on, or where that cannot be, without JavaScript."""
        future = tasks.ensure_future(future, loop=self)
        if _pysock.can_wait():
            return run_sync(future)
        while not future.done():
            if not self._ready and not self._scheduled and len(self._selector.get_map()) < 2:
                raise RuntimeError('cannot wait for JavaScript here: Python was entered synchronously, use runPythonAsync()')
            self._selector.waits = True
            self._ready.end = math.inf
            running = events._get_running_loop()
            events._set_running_loop(self)
            try:
                self._run_once()
            finally:
                self._selector.waits = False
                events._set_running_loop(running)
                self._rest()
        return future.result()

    def _interrupt(self):
        """Raises KeyboardInterrupt in all that waits for a future of the loop's. Returns how many do."""
        count = 0
        for task in real_all_tasks(self):
            waiter = task._fut_waiter
            if waiter is None or isinstance(waiter, tasks.Task) or hasattr(waiter, '_children'):
                continue
            with contextlib.suppress(asyncio.InvalidStateError):
                waiter.set_exception(KeyboardInterrupt())
                count += 1
        return count


loop = JavaScriptEventLoop()


def real_all_tasks(loop):
    # Those that a thread has made are found by that thread alone while the loop runs in it.
    running = events._get_running_loop()
    events._set_running_loop(None)
    try:
        return original_all_tasks(loop)
    finally:
        events._set_running_loop(running)


original_all_tasks = tasks.all_tasks


@functools.wraps(original_all_tasks)
def all_tasks(loop=None):
    if loop is None:
        loop = events.get_running_loop()
    return real_all_tasks(loop) if isinstance(loop, JavaScriptEventLoop) else original_all_tasks(loop)


@functools.wraps(runners.run)
def run(main, *, debug=None, loop_factory=None):
    if runs_here and loop_factory is None and (_pysock.can_wait() or events._get_running_loop() is loop):
        return loop.run_until_complete(main)
    if events._get_running_loop() is not loop:
        return original_run(main, debug=debug, loop_factory=loop_factory)
    task = tasks._swap_current_task(loop, None)
    events._set_running_loop(None)
    try:
        return original_run(main, debug=debug, loop_factory=loop_factory)
    finally:
        events._set_running_loop(loop)
        tasks._swap_current_task(loop, task)


original_run = runners.run


def can_run_sync():
    """Whether run_sync can wait here."""
    return _pysock.can_wait()


def run_sync(x):
    """Waits for an awaitable, of Python or of JavaScript, and returns its result."""
    if not _pysock.can_wait():
        raise RuntimeError(
            'cannot wait for JavaScript here: Python was entered synchronously, use run(), callPromising() or runPythonAsync()'
        )
    future = tasks.ensure_future(x, loop=loop)
    if not future.done():
        done = threading.Lock()
        done.acquire()
        future.add_done_callback(lambda _: done.release())
        try:
            done.acquire()
        except BaseException:
            future.cancel()
            raise
    return future.result()


def set_result(future, value):
    if not future.done():
        future.set_result(value)
        wake(future)


def set_exception(future, error):
    if not future.done():
        future.set_exception(error)
        wake(future)


def wake(future):
    """JavaScript has ended a future of a loop that may be waiting in its selector."""
    of = future.get_loop()
    if of is not loop:
        of.call_soon_threadsafe(of.get_debug)


class EventLoopPolicy(unix_events._DefaultEventLoopPolicy):
    """The loop of what JavaScript awaits, and beside it CPython's rules."""

    def get_event_loop(self):
        if is_awaited_by_javascript(sys._getframe()):
            return loop
        if self._local._loop is None and not _pysock.is_thread():
            return loop
        return super().get_event_loop()


def is_awaited_by_javascript(frame):
    if _pysock.can_wait():
        return False
    while frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code is tasks.ensure_future.__code__


def install():
    _future_helper.set_result, _future_helper.set_exception = set_result, set_exception
    changes = {id(original_run): run, id(webloop._run): run, id(original_all_tasks): all_tasks}
    for name, function in ('run_sync', run_sync), ('can_run_sync', can_run_sync):
        changes[id(getattr(pyodide.ffi, name))] = function
    own = globals()
    for module in list(sys.modules.values()):
        names = getattr(module, '__dict__', None)
        if names is None or names is own:
            continue
        for name, value in list(names.items()):
            # The functions in C and in Python that asyncio chooses from stay what they are.
            if id(value) in changes and not name.startswith(('_c_', '_py_')):
                names[name] = changes[id(value)]
    events._set_event_loop_policy(EventLoopPolicy())
    events._set_running_loop(None)


install()
