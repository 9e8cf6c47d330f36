/** Running a script in a setting. */
import type { Adapter } from '@pysock/runtimes';
import { SETTINGS, type Setting } from '../settings.ts';
import type { Runtime } from './runtime.ts';

/**
 * Runs `SETTING SCRIPT ARGUMENT...` as if the script had been started itself. The idle thread is none of the module threading's, which
 * would number others after it.
 */
const PROGRAM = `
def start():
    import __main__, _thread, os, sys
    setting, script = sys.argv[1:3]
    del sys.argv[:2]
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    space = vars(__main__)
    del space["start"]
    space["__file__"] = script
    with open(script, "rb") as file:
        code = compile(file.read(), script, "exec")
    if setting == "beside":
        lock = _thread.allocate_lock()
        lock.acquire()
        _thread.start_new_thread(lock.acquire, ())
        return exec(code, space)
    import threading
    ends = []

    def run():
        try:
            exec(code, space)
        except BaseException as end:
            ends.append(end)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if ends:
        raise ends[0]


start()
`;

/** The arguments of python3 that start a script in a setting. */
export function argumentsIn(setting: Setting, args: readonly string[]): readonly string[] {
  return setting === 'alone' ? args : ['-c', PROGRAM, setting, ...args];
}

/** A runtime whose scripts run in a setting. */
export function inSetting(runtime: Runtime, setting: Setting): Runtime {
  if (setting === 'alone') return runtime;
  const { adapter } = runtime;
  const placed: Adapter = { ...adapter, command: (args) => adapter.command(argumentsIn(setting, args)) };
  return { ...runtime, adapter: placed };
}

/** Those of the settings that a runtime has. */
export function settingsOf({ adapter }: Runtime, wanted: readonly Setting[] = SETTINGS): readonly Setting[] {
  const hasThreads = adapter.capabilities.includes('threads');
  return wanted.filter((setting) => setting === 'alone' || hasThreads);
}
