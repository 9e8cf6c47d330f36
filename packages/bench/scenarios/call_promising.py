"""Calls of a function that does not wait: from JavaScript by callPromising where there is JavaScript, else from Python."""

from measure import rounds


def call(number):
    return number


try:
    from pyodide.code import run_js
    from pyodide.ffi import create_proxy, run_sync

    promise_all = run_js("async (f, count) => { for (let i = 0; i < count; i++) await f.callPromising(i); }")
    proxy = create_proxy(call)

    def calls(count):
        run_sync(promise_all(proxy, count))

except ImportError:

    def calls(count):
        for number in range(count):
            call(number)


for count in rounds():
    calls(count)
