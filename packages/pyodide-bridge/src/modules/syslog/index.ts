/** syslogmodule.c: the system's log, by the C library's functions. */
import { moduleConstants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import { fillBuiltins } from '../../capi/clinic/builtin.ts';
import { type Converter, optional } from '../../capi/clinic/converter.ts';
import { long } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { fillModule } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { builtin } from '../builtin.ts';

interface Log {
  isOpen: boolean;
}

const logs = new WeakMap<Bridge, Log>();
const logOf = (bridge: Bridge): Log => logs.get(bridge) as Log;

/** A constant of the module. */
const constant = (name: string): number => moduleConstants('syslog')[name] as number;

/** `long`, of which C takes the low 32 bits. */
const int32: Converter<number> = { convert: (...given) => Number(BigInt.asIntN(32, long.convert(...given))) };

function textOf({ capi }: Bridge, o: PyObject, caller: string, which: string): string {
  if (!capi.PyUnicode_Check(o)) {
    capi.raise('TypeError', `${caller}() argument ${which} must be str, not ${capi.givenName(o)}`);
    throw RAISED;
  }
  const text = capi.stringFrom(o);
  if (text === null) throw RAISED;
  if (!text.includes('\0')) return text;
  capi.raise('ValueError', 'embedded null character');
  throw RAISED;
}

/** syslogmodule.c: syslog_get_argv: the script's name without its folder; null where there is none. */
function scriptName({ capi }: Bridge): string | null {
  const argv = rawFunction(capi.module, 'PySys_GetObject')(capi.memory.literal('argv'));
  if (argv === 0 || capi.PySequence_Check(argv) === 0 || capi.PySequence_Size(argv) < 1) {
    capi.PyErr_Clear();
    return null;
  }
  const script = capi.PySequence_GetItem(argv, 0);
  const text = script !== 0 && capi.PyUnicode_Check(script) ? capi.stringFrom(script) : null;
  if (script !== 0) capi.Py_DecRef(script);
  capi.PyErr_Clear();
  return text === null || text === '' ? null : text.slice(text.lastIndexOf('/') + 1);
}

/** syslogmodule.c: syslog_openlog_impl */
function open(bridge: Bridge, ident: string | null, option: number, facility: number): void {
  const { capi } = bridge;
  const name = ident ?? scriptName(bridge);
  const o = name === null ? capi.none() : capi.strOf(name);
  const isAllowed = capi.audit('syslog.openlog', 'Oll', o, option, facility);
  capi.Py_DecRef(o);
  if (!isAllowed) throw RAISED;
  sys.openlog(name, option, facility);
  logOf(bridge).isOpen = true;
}

/** syslogmodule.c: syslog_syslog_impl: `syslog([priority,] message)` */
function write(bridge: Bridge, args: number, count: number): PyObject {
  const { capi } = bridge;
  if (count < 1 || count > 2) return capi.raise('TypeError', 'syslog.syslog requires 1 to 2 arguments');
  const at = (index: number): PyObject => capi.memory.uint32(args + index * 4);
  let priority = constant('LOG_INFO');
  if (count === 2) {
    priority = rawFunction(capi.module, 'PyLong_AsInt')(at(0));
    if (priority === -1 && capi.PyErr_Occurred() !== 0) return 0;
  }
  const message = textOf(bridge, at(count - 1), 'syslog', String(count));
  if (!capi.audit('syslog.syslog', 'iO', priority, at(count - 1))) return 0;
  if (!logOf(bridge).isOpen) open(bridge, null, 0, constant('LOG_USER'));
  sys.syslog(priority, message);
  return capi.none();
}

const ident: Converter<PyObject> = { convert: (_clinic, o) => o };

const rows = [
  /** syslogmodule.c: syslog_openlog_impl */
  builtin(
    'openlog($module, /, ident=<unrepresentable>, logoption=0,\n        facility=LOG_USER)',
    'Set logging options of subsequent syslog() calls.',
    [optional(ident, 0), optional(int32, 0), optional(int32, undefined)],
    (bridge, name, option, facility = constant('LOG_USER')) => {
      open(bridge, name === 0 ? null : textOf(bridge, name, 'openlog', "'ident'"), option, facility);
      return bridge.capi.none();
    },
  ),
  /** syslogmodule.c: syslog_closelog_impl */
  builtin('closelog($module, /)', 'Close the log, and forget what was set for it.', [], (bridge) => {
    const log = logOf(bridge);
    if (!bridge.capi.audit('syslog.closelog', '')) return 0;
    if (log.isOpen) sys.closelog();
    log.isOpen = false;
    return bridge.capi.none();
  }),
  /** syslogmodule.c: syslog_setlogmask_impl */
  builtin(
    'setlogmask($module, maskpri, /)',
    'Set which priorities are logged. Returns the mask before.',
    [int32],
    (bridge, mask) =>
      bridge.capi.audit('syslog.setlogmask', 'l', mask) ? bridge.capi.fromNumber(sys.setlogmask(mask)) : 0,
  ),
  /** syslogmodule.c: syslog_LOG_MASK_impl */
  builtin('LOG_MASK($module, pri, /)', 'The mask of one priority.', [int32], (bridge, priority) =>
    bridge.capi.fromNumber(1 << priority),
  ),
  /** syslogmodule.c: syslog_LOG_UPTO_impl */
  builtin('LOG_UPTO($module, pri, /)', 'The mask of all priorities up to one.', [int32], (bridge, priority) =>
    bridge.capi.fromNumber(((1 << (priority + 1)) - 1) | 0),
  ),
];

export function fillSyslog(bridge: Bridge, module: PyObject): void {
  logs.set(bridge, { isOpen: false });
  const doc = 'syslog([priority=LOG_INFO,] message)\nSend the string message to the system logger.';
  const functions = [fastCall('syslog', (_module, args, count) => write(bridge, args, count), doc)];
  fillModule(bridge, 'syslog', module, { doc: '', functions, constants: moduleConstants('syslog') });
  fillBuiltins(bridge, bridge, 'syslog', module, rows);
}
