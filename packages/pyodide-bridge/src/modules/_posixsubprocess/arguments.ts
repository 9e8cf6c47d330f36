/** _posixsubprocess.c: subprocess_fork_exec_impl, as far as it reads its arguments. */
import type { Bridge } from '../../bridge.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createProgramArguments, type ProgramArguments } from '../posix/program-arguments.ts';

const ARGUMENTS = 22;
/** sysconf(_SC_NGROUPS_MAX) */
const MAX_GROUPS = 65536;
const MAX_ID = 0xffffffffn;

export interface ForkExec {
  /** None stands for a child that executes nothing. */
  readonly argv: readonly Uint8Array[];
  readonly places: readonly Uint8Array[];
  readonly closeFds: boolean;
  readonly keep: readonly number[];
  readonly cwd: Uint8Array | undefined;
  /** Undefined: as the process that executes the program has it by then. */
  readonly env: readonly Uint8Array[] | undefined;
  /** p2cread p2cwrite c2pread c2pwrite errread errwrite errpipe_read errpipe_write */
  readonly pipes: readonly number[];
  readonly restoreSignals: boolean;
  readonly setsid: boolean;
  readonly pgid: number;
  readonly gid: number | undefined;
  readonly groups: Int32Array | undefined;
  readonly uid: number | undefined;
  readonly umask: number;
  readonly preexec: PyObject | undefined;
}

/** Numbers of users and groups. */
function createIds({ capi }: Bridge, { each, refuse }: ProgramArguments) {
  const { memory } = capi;
  const overflow = memory.malloc(4);

  /** posixmodule.c: _Py_Uid_Converter, _Py_Gid_Converter */
  function id(name: string, o: PyObject): number {
    const index = capi.PyIndex_Check(o) === 0 ? 0 : capi.PyNumber_Index(o);
    if (index === 0) {
      if (capi.PyErr_Occurred() !== 0) throw RAISED;
      return refuse('TypeError', `${name} should be integer, not ${capi.tp_name(capi.Py_TYPE(o))}`);
    }
    const value = capi.PyLong_AsLongLongAndOverflow(index, overflow);
    const sign = memory.int32(overflow);
    capi.Py_DecRef(index);
    if (sign > 0) refuse('OverflowError', `${name} is greater than maximum`);
    if (sign < 0 || value < -1n || value > MAX_ID) refuse('OverflowError', `${name} is less than minimum`);
    return Number(BigInt.asIntN(32, value));
  }

  function extraGroups(o: PyObject): Int32Array {
    if (capi.PySequence_Check(o) === 0 || capi.PyTuple_Check(o)) {
      refuse('TypeError', 'setgroups argument must be a list');
    }
    if (capi.PySequence_Size(o) > MAX_GROUPS) refuse('ValueError', 'too many extra_groups');
    const groups = each(o, (item) => {
      if (!capi.PyLong_Check(item)) refuse('TypeError', 'extra_groups must be integers');
      try {
        return id('gid', item);
      } catch (error) {
        capi.PyErr_Clear();
        if (error !== RAISED) throw error;
        return refuse('ValueError', 'invalid group id');
      }
    });
    return Int32Array.from(groups);
  }

  return { id, extraGroups };
}

/** Reads the arguments of a call. It throws RAISED with a Python exception set. */
export function createForkExecArguments(bridge: Bridge) {
  const { capi, parsers } = bridge;
  const { module, memory } = capi;
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const args = createProgramArguments(bridge);
  const { refuse, found } = args;
  const { id, extraGroups } = createIds(bridge, args);

  const int = (o: PyObject): number => {
    const value = parsers.PyLong_AsInt(o);
    if (value === null) throw RAISED;
    return value;
  };
  const isTrue = (o: PyObject): boolean => {
    const truth = capi.PyObject_IsTrue(o);
    if (truth < 0) throw RAISED;
    return truth === 1;
  };

  /** _PySequence_BytesToCharpArray */
  const bytesArray = (o: PyObject): Uint8Array[] =>
    args.each(o, (item) => {
      if (!capi.PyBytes_Check(item)) {
        refuse('TypeError', `expected bytes, ${capi.tp_name(capi.Py_TYPE(item))} found`);
      }
      const bytes = found(capi.bytesFrom(item));
      return bytes.includes(0) ? refuse('ValueError', 'embedded null byte') : bytes;
    });

  /** _sanity_check_python_fd_sequence */
  function keptDescriptors(o: PyObject): number[] {
    const numbers: number[] = [];
    for (let index = 0; index < capi.PyTuple_GET_SIZE(o); index++) {
      const item = capi.PyTuple_GET_ITEM(o, index);
      const fd = capi.PyLong_Check(item) ? parsers.PyLong_AsInt(item) : -1;
      if (fd === null) capi.PyErr_Clear();
      if (fd === null || fd < 0 || fd <= (numbers.at(-1) ?? -1)) refuse('ValueError', 'bad value(s) in fds_to_keep');
      numbers.push(fd as number);
    }
    return numbers;
  }

  return (words: number, count: number): ForkExec | null => {
    if (checkPositional(memory.literal('fork_exec'), count, ARGUMENTS, ARGUMENTS) === 0) return null;
    const word = (index: number): PyObject => memory.uint32(words + index * 4);
    const given = (index: number): PyObject | undefined => (word(index) === capi.Py_None ? undefined : word(index));
    const closeFds = isTrue(word(2));
    if (!capi.PyTuple_Check(word(3))) {
      refuse('TypeError', `fork_exec() argument 4 must be tuple, not ${capi.tp_name(capi.Py_TYPE(word(3)))}`);
    }
    const pipes = Array.from({ length: 8 }, (_, index) => int(word(6 + index)));
    const [restoreSignals, setsid] = [isTrue(word(14)), isTrue(word(15))];
    const [pgid, umask] = [int(word(16)), int(word(20))];
    if (closeFds && (pipes[7] as number) < 3) refuse('ValueError', 'errpipe_write must be >= 3');
    const keep = keptDescriptors(word(3));
    const places = bytesArray(word(1));
    const [argvObject, envObject, cwdObject] = [given(0), given(5), given(4)];
    let argv: Uint8Array[] = [];
    if (argvObject !== undefined) {
      const fast = capi.PySequence_Fast(argvObject, memory.literal('argv must be a tuple'));
      argv = args.each(found(fast), args.fsBytes);
      capi.Py_DecRef(fast);
    }
    const env = envObject === undefined ? undefined : bytesArray(envObject);
    const cwd = cwdObject === undefined ? undefined : args.fsBytes(cwdObject);
    const [gidObject, groupsObject, uidObject] = [given(17), given(18), given(19)];
    const groups = groupsObject === undefined ? undefined : extraGroups(groupsObject);
    const gid = gidObject === undefined ? undefined : id('gid', gidObject);
    const uid = uidObject === undefined ? undefined : id('uid', uidObject);
    const preexec = given(21);
    return {
      ...{ argv, places, closeFds, keep, cwd, env, pipes, restoreSignals, setsid, pgid, umask, preexec },
      ...{ groups, gid: gid === -1 ? undefined : gid, uid: uid === -1 ? undefined : uid },
    };
  };
}

/** The signals that Python ignores and a program should not: what `restore_signals` sets back. */
export const restoredSignals = (signals: readonly number[]): bigint =>
  signals.reduce((set, signal) => set | (1n << BigInt(signal - 1)), 0n);
