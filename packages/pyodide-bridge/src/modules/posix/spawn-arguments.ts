/** posixmodule.c: py_posix_spawn, parse_file_actions, parse_posix_spawn_flags: the arguments of posix_spawn. */
import { constants, type sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { ProgramArguments } from './program-arguments.ts';

/** posixmodule.c: enum posix_spawn_file_actions_identifier */
export const FILE_ACTIONS = {
  POSIX_SPAWN_OPEN: 0,
  POSIX_SPAWN_CLOSE: 1,
  POSIX_SPAWN_DUP2: 2,
  POSIX_SPAWN_CLOSEFROM: 3,
} as const;

/** What a tuple of each kind has behind its kind. */
const FIELDS: readonly (readonly [name: string, count: number])[] = [
  ['open', 5],
  ['close', 2],
  ['dup2', 3],
  ['closefrom', 2],
];

const KEYWORDS = ['file_actions', 'setpgroup', 'resetids', 'setsid', 'setsigmask', 'setsigdef', 'scheduler'];

export interface SpawnArguments {
  readonly path: Uint8Array;
  readonly pathObject: PyObject;
  readonly argv: readonly Uint8Array[];
  readonly env: readonly Uint8Array[] | undefined;
  readonly actions: readonly sys.FileAction[];
  readonly attributes: sys.SpawnAttributes;
  /** The three positional arguments as they were given. */
  readonly objects: readonly [PyObject, PyObject, PyObject];
}

const isNegative = (action: sys.FileAction): boolean =>
  action.kind !== 'chdir' && (action.fd < 0 || (action.kind === 'dup2' && action.to < 0));

function createConversions({ capi, parsers }: Bridge) {
  const isTrue = (o: PyObject): boolean => {
    const truth = capi.PyObject_IsTrue(o);
    if (truth < 0) throw RAISED;
    return truth === 1;
  };
  const cInt = (o: PyObject): number => {
    const value = parsers.asInt(o);
    if (value === null) throw RAISED;
    return value;
  };
  const int = (o: PyObject): number => {
    const value = parsers.PyLong_AsInt(o);
    if (value === null) throw RAISED;
    return value;
  };
  return { isTrue, cInt, int };
}

function fileActionsConverter(bridge: Bridge, args: ProgramArguments) {
  const { capi, errors } = bridge;
  const { memory } = capi;
  const { refuse } = args;
  const { cInt, int } = createConversions(bridge);

  function refuseDescriptor(): never {
    errors.setErrno(constants.EBADF);
    throw RAISED;
  }

  function fileAction(o: PyObject): sys.FileAction {
    if (!capi.PyTuple_Check(o) || capi.PyTuple_GET_SIZE(o) === 0) {
      refuse('TypeError', 'Each file_actions element must be a non-empty tuple');
    }
    const item = (index: number): PyObject => capi.PyTuple_GET_ITEM(o, index);
    const tag = int(item(0));
    const [name, count] = FIELDS[tag] ?? refuse('TypeError', 'Unknown file_actions identifier');
    if (capi.PyTuple_GET_SIZE(o) !== count) {
      refuse('TypeError', `A ${name} file_action tuple must have ${count} elements`);
    }
    const fd = cInt(item(1));
    if (tag === FILE_ACTIONS.POSIX_SPAWN_OPEN) {
      const path = args.fsBytes(item(2));
      const flags = cInt(item(3));
      const mode = capi.PyLong_AsUnsignedLongMask(item(4)) >>> 0;
      if (capi.PyErr_Occurred() !== 0) throw RAISED;
      return { kind: 'open', fd, path, flags, mode };
    }
    if (tag === FILE_ACTIONS.POSIX_SPAWN_CLOSE) return { kind: 'close', fd };
    if (tag === FILE_ACTIONS.POSIX_SPAWN_CLOSEFROM) return { kind: 'closefrom', fd };
    return { kind: 'dup2', fd, to: cInt(item(2)) };
  }

  function fileActions(o: PyObject | undefined): sys.FileAction[] {
    if (o === undefined || o === capi.Py_None) return [];
    const sequence = capi.PySequence_Fast(o, memory.literal('file_actions must be a sequence or None'));
    if (sequence === 0) throw RAISED;
    try {
      const actions = args.each(sequence, fileAction);
      // posix_spawn_file_actions_add* refuses these at once.
      if (actions.some((action) => isNegative(action))) refuseDescriptor();
      return actions;
    } finally {
      capi.Py_DecRef(sequence);
    }
  }

  return fileActions;
}

function schedulerConverter(bridge: Bridge, { found, refuse }: ProgramArguments) {
  const { capi } = bridge;
  const { memory } = capi;
  const { int } = createConversions(bridge);

  /** posixmodule.c: convert_sched_param */
  function scheduler(name: string, o: PyObject | undefined): sys.SpawnAttributes['scheduler'] {
    if (o === undefined || o === capi.Py_None) return undefined;
    if (!capi.PyTuple_Check(o)) refuse('TypeError', `${name}: scheduler must be a tuple or None`);
    if (capi.PyTuple_GET_SIZE(o) !== 2) refuse('TypeError', 'A scheduler tuple must have two elements');
    const policy = capi.PyTuple_GET_ITEM(o, 0);
    const param = capi.PyTuple_GET_ITEM(o, 1);
    const number = policy === capi.Py_None ? undefined : int(policy);
    const attribute = memory.literal('sched_priority');
    if (capi.PyObject_HasAttrString(param, attribute) === 0) refuse('TypeError', 'must have a sched_param object');
    const priority = found(capi.PyObject_GetAttrString(param, attribute));
    try {
      return { policy: number, priority: int(priority) };
    } finally {
      capi.Py_DecRef(priority);
    }
  }

  return scheduler;
}

/** Reads the arguments of a call. It throws RAISED with a Python exception set. */
export function createSpawnArguments(bridge: Bridge, args: ProgramArguments) {
  const { capi, parsers } = bridge;
  const { found, refuse } = args;
  const parserOf = new Map(
    ['posix_spawn', 'posix_spawnp'].map((name) => [
      name,
      parsers.keywords(`OOO|$OOOOOOO:${name}`, ['', '', '', ...KEYWORDS]),
    ]),
  );
  const { isTrue, int } = createConversions(bridge);
  const fileActions = fileActionsConverter(bridge, args);
  const scheduler = schedulerConverter(bridge, args);

  return (name: string, positional: PyObject, keywords: PyObject): SpawnArguments => {
    const count = capi.PyTuple_GET_SIZE(positional);
    if (count !== 3) {
      refuse('TypeError', `${name}() takes exactly 3 positional arguments (${count} given)`);
    }
    const parsed = parserOf.get(name)?.(positional, keywords) ?? null;
    const [pathObject, argvObject, envObject, ...rest] = found(parsed) as [PyObject, PyObject, PyObject];
    const [actions, setpgroup, resetids, setsid, setsigmask, setsigdef, sched] = rest as (PyObject | undefined)[];
    const path = args.path(name, pathObject);
    const messages: [string, string, string] = [
      `${name}: argv must be a tuple or list`,
      `${name}: argv must not be empty`,
      `${name}: argv first element cannot be empty`,
    ];
    const argv = args.argv(argvObject, messages);
    const isOwn = envObject === capi.Py_None;
    if (!isOwn && !args.isMapping(envObject)) {
      refuse('TypeError', `${name}: environment must be a mapping object or None`);
    }
    return {
      path,
      pathObject,
      argv,
      env: isOwn ? undefined : args.environment(envObject),
      actions: fileActions(actions),
      attributes: {
        pgroup: setpgroup === undefined || setpgroup === capi.Py_None ? undefined : int(setpgroup),
        resetids: resetids !== undefined && isTrue(resetids),
        setsid: setsid !== undefined && isTrue(setsid),
        sigmask: setsigmask === undefined ? undefined : args.signals(setsigmask),
        sigdef: setsigdef === undefined ? undefined : args.signals(setsigdef),
        scheduler: scheduler(name, sched),
      },
      objects: [pathObject, argvObject, envObject],
    };
  };
}
