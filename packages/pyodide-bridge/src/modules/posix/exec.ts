/** posixmodule.c: os_execv_impl, os_execve_impl: this process goes on as another program. */
import { constants, type sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { replaceProcess } from '../../processes/exec.ts';
import { inheritedDescriptors, readEnviron } from '../../processes/inheritance.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createProgramArguments } from './program-arguments.ts';
import { asPython } from './starting.ts';

export function execFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, parsers } = bridge;
  const args = createProgramArguments(bridge);
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');
  const fflush = rawFunction(capi.module, 'fflush');
  const parse = parsers.keywords('OOO:execve', ['path', 'argv', 'env']);

  function exec(program: sys.Program): number {
    fflush(0);
    return asPython(bridge, () => replaceProcess(program, inheritedDescriptors(descriptors, false)));
  }

  function os_execv(_module: PyObject, words: number, count: number): PyObject {
    if (checkPositional(capi.memory.literal('execv'), count, 2, 2) === 0) return 0;
    const [pathObject, argvObject] = [capi.memory.uint32(words), capi.memory.uint32(words + 4)];
    const path = args.path('execv', pathObject);
    const messages: [string, string, string] = [
      'execv() arg 2 must be a tuple or list',
      'execv() arg 2 must not be empty',
      'execv() arg 2 first element cannot be empty',
    ];
    const argv = args.argv(argvObject, messages);
    if (!capi.audit('os.exec', 'OOO', pathObject, argvObject, capi.Py_None)) return 0;
    return errors.setResult(exec({ path, argv, env: readEnviron(capi) }));
  }

  /** What an execve names, by its path or by a descriptor, as the kernel can find it. */
  function fileOf(o: PyObject): Uint8Array {
    if (!capi.PyLong_Check(o)) return args.path('execve', o, 'string, bytes, os.PathLike or integer');
    const fd = args.found(parsers.asInt(o));
    return Buffer.from(`/proc/self/fd/${descriptors.host(fd)}`);
  }

  function os_execve(_module: PyObject, positional: PyObject, keywords: PyObject): PyObject {
    const parsed = parse(positional, keywords);
    if (parsed === null) return 0;
    const [pathObject, argvObject, envObject] = parsed as [PyObject, PyObject, PyObject];
    const path = fileOf(pathObject);
    const messages: [string, string, string] = [
      'execve: argv must be a tuple or list',
      'execve: argv must not be empty',
      'execve: argv first element cannot be empty',
    ];
    const argv = args.argv(argvObject, messages);
    if (!args.isMapping(envObject)) args.refuse('TypeError', 'execve: environment must be a mapping object');
    const env = args.environment(envObject);
    if (!capi.audit('os.exec', 'OOO', pathObject, argvObject, envObject)) return 0;
    const isClosed = capi.PyLong_Check(pathObject) && descriptors.host(parsers.asInt(pathObject) ?? -1) < 0;
    const error = isClosed ? -constants.EBADF : exec({ path, argv, env });
    return errors.setErrnoWithFilename(-error, pathObject);
  }

  return [
    fastCall('execv', os_execv, 'execv($module, path, argv, /)\n--\n\nExecute a program in place of this one.'),
    withKeywords(
      'execve',
      os_execve,
      'execve($module, /, path, argv, env)\n--\n\nExecute a program in place of this one, with an environment.',
    ),
  ];
}
