/** Every module of Python's that is ours, or has something of ours, in the order in which they are registered. */

import { fillModule } from '../capi/moduleobject.ts';
import { installCLibrary } from './_ctypes/index.ts';
import { fillHashlib } from './_hashlib/index.ts';
import { lockFilesWhenThreaded } from './_io/file-locks.ts';
import { useSystemLocales } from './_locale/index.ts';
import { fillMultiprocessing } from './_multiprocessing/index.ts';
import { mendMethodcaller } from './_operator/index.ts';
import { posixshmemModule } from './_posixshmem/index.ts';
import { posixsubprocessModule } from './_posixsubprocess/index.ts';
import { installQueue } from './_queue/index.ts';
import { refuseRemoteDebugging } from './_remote_debugging/index.ts';
import { signalAdditions } from './_signal/index.ts';
import { maskFunctions } from './_signal/mask-functions.ts';
import { numberFunctions } from './_signal/number-functions.ts';
import { renewSignalModule } from './_signal/sig-ign.ts';
import { signalFunctions } from './_signal/signal-functions.ts';
import { timerFunctions } from './_signal/timers.ts';
import { uncatchableSignals } from './_signal/uncatchable.ts';
import { waitFunctions } from './_signal/wait-functions.ts';
import { socketModule } from './_socket/index.ts';
import { sleepAmongThreads } from './_sqlite3/index.ts';
import { checkThreads } from './_sqlite3/thread-check.ts';
import { installSsl } from './_ssl/install.ts';
import { installThreads } from './_thread/index.ts';
import { uuidModule } from './_uuid/index.ts';
import { lockInputWhenThreaded } from './builtins/input-lock.ts';
import {
  changed,
  completed,
  embedded,
  extended,
  filled,
  filledHearing,
  imported,
  kept,
  keptWhole,
  type ModuleEntry,
  made,
  programmed,
  whole,
} from './entry.ts';
import { installFaulthandler } from './faulthandler/index.ts';
import { fcntlFunctions } from './fcntl/index.ts';
import { namesProgram as fcntlNames } from './fcntl/names.ts';
import { grpModule } from './grp/index.ts';
import { completeMmap } from './mmap/index.ts';
import { hostFunctions } from './posix/functions.ts';
import { posixFunctions } from './posix/index.ts';
import { namesProgram } from './posix/names.ts';
import { processFunctions } from './posix/process.ts';
import { addProcessConstants } from './posix/process-constants.ts';
import { installSchedParam } from './posix/sched-param.ts';
import { timesFunctions } from './posix/times.ts';
import { waitingTransferFunctions } from './posix/waiting-transfers.ts';
import { pwdModule } from './pwd/index.ts';
import { fillReadline } from './readline/index.ts';
import { resourceModule } from './resource/index.ts';
import { createSelectModule } from './select/index.ts';
import { fillSyslog } from './syslog/index.ts';
import { constantsProgram, termiosFunctions } from './termios/index.ts';
import { timeFunctions } from './time/index.ts';
import { refuseWideTimes } from './time/range.ts';
import { formatTimes } from './time/strftime.ts';

export const MODULES: readonly ModuleEntry[] = [
  made('_socket', (bridge) => socketModule(bridge).module),
  made('select', createSelectModule),
  // Before Lib/socket.py runs: it looks whether there is an os.sendfile.
  extended('posix', posixFunctions, 'os'),
  embedded(extended('posix', waitingTransferFunctions, 'os')),
  extended('fcntl', fcntlFunctions),
  changed('fcntl', ({ python }) => python.runPython(fcntlNames())),
  extended('_signal', signalAdditions, 'signal'),
  embedded(extended('_signal', uncatchableSignals)),
  // In somebody's own Pyodide their signals would end the process, whatever handlers Python has.
  whole(extended('_signal', timerFunctions, 'signal')),
  imported('resource', resourceModule),
  filled('_hashlib', fillHashlib),
  changed('_operator', ({ bridge }) => mendMethodcaller(bridge)),
  changed('_io', ({ bridge }) => lockFilesWhenThreaded(bridge)),
  whole(changed('_sqlite3', ({ bridge }) => sleepAmongThreads(bridge))),
  whole(changed('_sqlite3', ({ bridge }) => checkThreads(bridge))),
  changed('_queue', ({ bridge }) => installQueue(bridge)),
  changed('_thread', ({ bridge, python }) => installThreads(bridge, python)),
  changed('_ssl', ({ bridge, python }) => installSsl(bridge, python)),
  extended('time', timeFunctions),
  whole(extended('posix', processFunctions, 'os')),
  whole(changed('time', ({ bridge }) => refuseWideTimes(bridge))),
  whole(changed('time', ({ bridge }) => formatTimes(bridge))),
  whole(changed('_locale', ({ bridge }) => useSystemLocales(bridge))),
  whole(extended('posix', timesFunctions, 'os')),
  whole(changed('posix', ({ bridge }) => addProcessConstants(bridge))),
  // These three lie in the snapshot because subprocess and multiprocessing do: a worker of a pool imports them at once.
  whole(
    keptWhole('_posixsubprocess', (bridge, module) =>
      fillModule(bridge, '_posixsubprocess', module, posixsubprocessModule(bridge)),
    ),
  ),
  whole(programmed('termios', () => 'import termios')),
  whole(completed('termios', termiosFunctions)),
  whole(programmed('termios', constantsProgram)),
  whole(kept('pwd', pwdModule)),
  whole(kept('grp', grpModule)),
  whole(completed('posix', hostFunctions, 'os')),
  whole(changed('posix', ({ bridge }) => installSchedParam(bridge))),
  whole(programmed('posix', namesProgram)),
  whole(changed('mmap', ({ bridge }) => completeMmap(bridge))),
  whole(changed('_ctypes', ({ bridge }) => installCLibrary(bridge))),
  whole(keptWhole('_multiprocessing', fillMultiprocessing)),
  whole(kept('_posixshmem', posixshmemModule)),
  whole(filled('syslog', fillSyslog)),
  whole(imported('_uuid', uuidModule)),
  whole(changed('builtins', ({ bridge }) => lockInputWhenThreaded(bridge))),
  whole(filledHearing('readline', fillReadline)),
  whole(extended('_signal', numberFunctions)),
  whole(extended('_signal', maskFunctions)),
  whole(extended('_signal', waitFunctions)),
  whole(extended('_signal', (bridge, { interrupts }) => signalFunctions(bridge, interrupts))),
  whole(changed('_remote_debugging', ({ bridge }) => refuseRemoteDebugging(bridge))),
  whole(changed('faulthandler', installFaulthandler)),
  whole(changed('signal', renewSignalModule)),
];
