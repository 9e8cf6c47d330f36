/**
 * posixmodule.c: the flags of a host descriptor: O_NONBLOCK and close-on-exec.
 *
 * Emscripten's fcntl() can only add status flags, and knows no descriptor flags. Functions of the same names take
 * their places and pass on what is no host descriptor to the ones that were there.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import { METH_FASTCALL, type MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { F_GETFD, F_GETFL, F_SETFD, F_SETFL, FD_CLOEXEC, O_NONBLOCK } = constants;

export function descriptorFlagFunctions(bridge: Bridge, original: (name: string) => PyObject): MethodDef[] {
  const { capi, descriptors, errors, parsers } = bridge;
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');

  type OnHost = (host: number, args: Pointer, count: number) => PyObject | undefined;

  /**
   * A function whose first argument is a descriptor: on the host's where there is one and `onHost` takes it, else the original.
   * What is not open fails as the host has it: Emscripten's functions do not notice.
   */
  function overriding(name: string, onHost: OnHost, doc: string): MethodDef {
    const fallback = original(name);
    return {
      name,
      flags: METH_FASTCALL,
      call(_module, args, count) {
        const first = count === 0 ? 0 : capi.memory.uint32(args as Pointer);
        if (first !== 0 && capi.PyLong_Check(first)) {
          const fd = parsers.PyLong_AsInt(first);
          if (fd === null) return 0;
          const isHosts = descriptors.find(fd) !== undefined || !descriptors.isOpen(fd);
          const result = isHosts ? onHost(descriptors.host(fd), args as Pointer, count as number) : undefined;
          if (result !== undefined) return result;
        }
        return vectorcall(fallback, args as Pointer, count as number, 0);
      },
      doc,
    };
  }

  const change = (host: number, get: number, set: number, bit: number, on: boolean): PyObject => {
    const now = sys.fcntl(host, get);
    const result = now < 0 ? now : sys.fcntl(host, set, on ? now | bit : now & ~bit);
    return result < 0 ? errors.setResult(result) : capi.none();
  };
  const read = (host: number, get: number, bit: number, when: boolean): PyObject => {
    const now = sys.fcntl(host, get);
    return now < 0 ? errors.setResult(now) : capi.PyBool_FromLong(((now & bit) !== 0) === when);
  };
  const truth = (args: Pointer): number => capi.PyObject_IsTrue(capi.memory.uint32(args + 4));
  const integer = (args: Pointer): number | null => parsers.PyLong_AsInt(capi.memory.uint32(args + 4));

  return [
    overriding(
      'set_blocking',
      (host, args, count) => {
        if (count !== 2) return undefined;
        const on = truth(args);
        return on < 0 ? 0 : change(host, F_GETFL, F_SETFL, O_NONBLOCK, on === 0);
      },
      'set_blocking($module, fd, blocking, /)\n--\n\nSet the blocking mode of a descriptor.',
    ),
    overriding(
      'get_blocking',
      (host, _args, count) => (count === 1 ? read(host, F_GETFL, O_NONBLOCK, false) : undefined),
      'get_blocking($module, fd, /)\n--\n\nWhether a descriptor is in blocking mode.',
    ),
    overriding(
      'set_inheritable',
      (host, args, count) => {
        if (count !== 2) return undefined;
        const on = integer(args);
        return on === null ? 0 : change(host, F_GETFD, F_SETFD, FD_CLOEXEC, on === 0);
      },
      'set_inheritable($module, fd, inheritable, /)\n--\n\nSet whether a program that is executed inherits a descriptor.',
    ),
    overriding(
      'get_inheritable',
      (host, _args, count) => (count === 1 ? read(host, F_GETFD, FD_CLOEXEC, false) : undefined),
      'get_inheritable($module, fd, /)\n--\n\nWhether a program that is executed inherits a descriptor.',
    ),
  ];
}
