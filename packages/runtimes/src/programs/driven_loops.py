def drive_loops():
    """Has every selector loop that a program makes have its turns made by JavaScript's event loop."""
    import asyncio
    import math
    import threading
    from asyncio import events, unix_events

    from pyodide.ffi import can_run_sync

    # The loop of what JavaScript awaits is one that has no end.
    driven = type(asyncio.get_event_loop()).__base__

    class SelectorEventLoop(driven):
        def __init__(self, selector=None):
            super().__init__()
            self._goes = False
            if selector is not None:
                selector.close()

        def run_forever(self):
            if threading.current_thread() is not threading.main_thread() or not can_run_sync():
                self._selector.waits = True
                self._ready.end = math.inf
                try:
                    super().run_forever()
                finally:
                    self._selector.waits = False
                return
            self._run_forever_setup()
            try:
                self._error = None
                self._end = threading.Lock()
                self._end.acquire()
                self._goes = True
                self._write_to_self()
                # JavaScript goes on while this thread waits.
                self._end.acquire()
            finally:
                self._goes = False
                self._pause()
                self._run_forever_cleanup()
            if self._error is not None:
                raise self._error

        def _turn(self):
            if not self._goes:
                return
            super()._turn()
            if self._goes and (self._stopping or self._error is not None):
                self._goes = False
                self._end.release()

        def _rest(self):
            if self._goes:
                super()._rest()

        def _escaped(self, error):
            self._error = error

    loop = SelectorEventLoop
    unix_events._UnixSelectorEventLoop = unix_events.SelectorEventLoop = asyncio.SelectorEventLoop = loop
    unix_events.EventLoop = asyncio.EventLoop = loop
    unix_events._DefaultEventLoopPolicy._loop_factory = loop
    # Without the rule that JavaScript's loop is there where no other is.
    events._set_event_loop_policy(unix_events._DefaultEventLoopPolicy())


drive_loops()
