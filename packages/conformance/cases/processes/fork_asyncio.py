# conformance: time-limit=120 settings=alone,beside long needs=processes
# os.fork in coroutines: the child goes on in its task, and finds that no loop runs there.
import asyncio
import os


def fork():
    pid = os.fork()
    return 0 if pid == 0 else os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def quiet():
    asyncio.get_running_loop().set_exception_handler(lambda _, what: print(type(what['exception']), flush=True))


async def returns():
    quiet()
    return fork()


async def raises():
    quiet()
    raise KeyError(fork())


async def among():
    async def task(number):
        await asyncio.sleep(0)
        if number == 1 and fork() == 0:
            os._exit(3)
        return number

    return await asyncio.gather(*(task(number) for number in range(3)))


for main in returns, raises, among:
    parent = os.getpid()
    try:
        outcome = asyncio.run(main())
    except KeyError as error:
        outcome = repr(error)
    print(main.__name__, outcome, 'parent' if os.getpid() == parent else 'child', flush=True)
    if os.getpid() != parent:
        os._exit(7)
