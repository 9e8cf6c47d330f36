/** posixmodule.c: os_wait_impl, os_waitpid_impl, os_wait3_impl, os_wait4_impl, os_waitid_impl, os_pidfd_open_impl. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import type { Question } from '../../processes/children.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { childrenOf } from './children.ts';

const { EBADF, P_ALL, P_PGID, P_PID, P_PIDFD, WCONTINUED, WEXITED, WSTOPPED, WUNTRACED } = constants;

/** What wait4(2) waits for, as waitid(2) has it. */
function stopsOf(pid: number, options: number): Question['stops'] {
  if ((options & (WUNTRACED | WCONTINUED)) === 0) return undefined;
  const [idtype, id] = pid > 0 ? [P_PID, pid] : pid === -1 ? [P_ALL, 0] : [P_PGID, -pid];
  return { idtype, id, options: options | WEXITED };
}

/** os_wait4 and those like it: `hasUsage` adds what the child has used. */
function createWaiting(bridge: Bridge) {
  const { capi, errors } = bridge;
  const usage = new BigInt64Array(sys.RUSAGE_WORDS);

  /** A `struct_rusage` of what the last wait has found. */
  function rusage(): PyObject {
    const [us, uus, ss, sus, ...counters] = [...usage].map(Number) as [number, number, number, number, ...number[]];
    const times = [us + uus / 1e6, ss + sus / 1e6].map((time) => capi.PyFloat_FromDouble(time));
    const fields = capi.tupleOf(...times, ...counters.map((counter) => capi.fromNumber(counter)));
    const type = memberOf(capi, 'resource', 'struct_rusage');
    const result = fields === 0 ? 0 : capi.PyObject_CallOneArg(type, fields);
    capi.Py_DecRef(type);
    if (fields !== 0) capi.Py_DecRef(fields);
    return result;
  }

  function waitFor(pid: number, options: number, hasUsage: boolean): PyObject {
    const children = childrenOf(bridge);
    const unborn = children.takeUnborn(pid);
    const status = new Int32Array(1);
    const result = (found: number): PyObject => {
      if (found < 0) return errors.setResult(found);
      if (found === 0) usage.fill(0n);
      const pair = [capi.fromNumber(found), capi.fromNumber(status[0] as number)];
      return hasUsage ? capi.tupleOf(...pair, rusage()) : capi.tupleOf(...pair);
    };
    if (unborn !== undefined) {
      usage.fill(0n);
      status[0] = unborn;
      return result(pid);
    }
    const question: Question = {
      ask: (flags) => sys.wait4(pid, status, options | flags, hasUsage ? usage : null),
      isDone: (found) => found !== 0,
      pid: pid > 0 ? pid : undefined,
      stops: stopsOf(pid, options),
    };
    return children.wait(question, options, result);
  }

  return waitFor;
}

function waitidFunction(bridge: Bridge): MethodDef {
  const { capi, descriptors, errors, parsers } = bridge;
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');

  function os_waitid(_module: PyObject, args: number, count: number): PyObject {
    if (checkPositional(capi.memory.literal('waitid'), count, 3, 3) === 0) return 0;
    const numbers: number[] = [];
    for (let index = 0; index < 3; index++) {
      const value = parsers.PyLong_AsInt(capi.memory.uint32(args + index * 4));
      if (value === null) return 0;
      numbers.push(value);
    }
    const [idtype, id, options] = numbers as [number, number, number];
    const hostId = idtype === P_PIDFD ? descriptors.host(id) : id;
    let answer = { signo: 0, code: 0, pid: 0, uid: 0, status: 0 };
    const question: Question = {
      ask(flags) {
        if (idtype === P_PIDFD && hostId < 0) return -EBADF;
        const found = sys.waitid(idtype, hostId, options | flags);
        answer = sys.childInfo();
        return found;
      },
      isDone: (found) => found < 0 || answer.pid !== 0,
      pid: idtype === P_PID ? id : undefined,
      stops:
        (options & (WSTOPPED | WCONTINUED)) !== 0 || (options & WEXITED) === 0
          ? { idtype, id: hostId, options }
          : undefined,
    };
    return childrenOf(bridge).wait(question, options, (found) => {
      if (found < 0) return errors.setResult(found);
      return answer.pid === 0 ? capi.none() : waitidResult(answer);
    });
  }

  function waitidResult({ pid, uid, signo, status, code }: sys.ChildInfo): PyObject {
    const fields = capi.tupleOf(...[pid, uid, signo, status, code].map((field) => capi.fromNumber(field)));
    const type = memberOf(capi, 'posix', 'waitid_result');
    const result = capi.PyObject_CallOneArg(type, fields);
    capi.Py_DecRef(type);
    capi.Py_DecRef(fields);
    return result;
  }

  return fastCall(
    'waitid',
    os_waitid,
    'waitid($module, idtype, id, options, /)\n--\n\nWait for a change of state of one or more child processes. Returns what changed, or None.',
    { waits: true },
  );
}

export function waitFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, parsers } = bridge;
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');
  const parse = {
    wait3: parsers.keywords('i!:wait3', ['options']),
    wait4: parsers.keywords('i!i!:wait4', ['pid', 'options']),
    pidfd_open: parsers.keywords('i!|I:pidfd_open', ['pid', 'flags']),
  };
  const waitFor = createWaiting(bridge);

  function os_waitpid(_module: PyObject, args: number, count: number): PyObject {
    if (checkPositional(capi.memory.literal('waitpid'), count, 2, 2) === 0) return 0;
    const pid = parsers.PyLong_AsInt(capi.memory.uint32(args));
    const options = pid === null ? null : parsers.PyLong_AsInt(capi.memory.uint32(args + 4));
    return pid === null || options === null ? 0 : waitFor(pid, options, false);
  }

  function os_wait3(_module: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parse.wait3(args, kwargs);
    return parsed === null ? 0 : waitFor(-1, parsed[0] as number, true);
  }

  function os_wait4(_module: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parse.wait4(args, kwargs);
    return parsed === null ? 0 : waitFor(parsed[0] as number, parsed[1] as number, true);
  }

  function os_pidfd_open(_module: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parse.pidfd_open(args, kwargs);
    if (parsed === null) return 0;
    const [pid, flags = 0] = parsed as [number, number?];
    const fd = sys.pidfd_open(pid, flags);
    return fd < 0 ? errors.setResult(fd) : capi.fromNumber(descriptors.open(fd));
  }

  return [
    noArgs(
      'wait',
      () => waitFor(-1, 0, false),
      'wait($module, /)\n--\n\nWait for a child process to end. Returns a pair: its pid and its exit status.',
      { waits: true },
    ),
    fastCall(
      'waitpid',
      os_waitpid,
      'waitpid($module, pid, options, /)\n--\n\nWait for a child process. Returns a pair: its pid and its exit status.',
      { waits: true },
    ),
    withKeywords(
      'wait3',
      os_wait3,
      'wait3($module, /, options)\n--\n\nWait for any child process. Returns its pid, its exit status and what it has used.',
      { waits: true },
    ),
    withKeywords(
      'wait4',
      os_wait4,
      'wait4($module, /, pid, options)\n--\n\nWait for a child process. Returns its pid, its exit status and what it has used.',
      { waits: true },
    ),
    waitidFunction(bridge),
    withKeywords(
      'pidfd_open',
      os_pidfd_open,
      'pidfd_open($module, /, pid, flags=0)\n--\n\nA descriptor that refers to a process.',
    ),
  ];
}
