/** posixmodule.c: os_pipe_impl, os_pipe2_impl: the kernel's own pipes, which can be waited for together with sockets. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { METH_NOARGS, METH_O, type MethodDef } from '../../capi/methodobject.ts';

const { O_CLOEXEC } = constants;

export function pipeFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, parsers } = bridge;
  const pair = new Int32Array(2);

  function pipe(flags: number): PyObject {
    const made = sys.pipe2(pair, flags);
    if (made < 0) return errors.setResult(made);
    const [reading = -1, writing = -1] = pair;
    return capi.tupleOf(
      capi.PyLong_FromLong(descriptors.open(reading)),
      capi.PyLong_FromLong(descriptors.open(writing)),
    );
  }

  function os_pipe2(_module: PyObject, flagsobj: PyObject): PyObject {
    const flags = parsers.PyLong_AsInt(flagsobj);
    return flags === null ? 0 : pipe(flags);
  }

  return [
    {
      name: 'pipe',
      flags: METH_NOARGS,
      call: () => pipe(O_CLOEXEC),
      doc: 'pipe($module, /)\n--\n\nA new pipe: a pair of descriptors, one to read from and one to write to.',
    },
    {
      name: 'pipe2',
      flags: METH_O,
      call: os_pipe2,
      doc: 'pipe2($module, flags, /)\n--\n\nA new pipe with flags, O_NONBLOCK and O_CLOEXEC: a pair of descriptors, one to read from\nand one to write to.',
    },
  ];
}
