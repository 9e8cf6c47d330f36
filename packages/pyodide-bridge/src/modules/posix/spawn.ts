/** posixmodule.c: py_posix_spawn, os_posix_spawn_impl, os_posix_spawnp_impl, os_system_impl. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { withKeywords } from '../../capi/builtin.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { layOut } from '../../processes/child-table.ts';
import { inheritedDescriptors, openOnHost, readEnviron } from '../../processes/inheritance.ts';
import { firstOf } from '../../processes/start.ts';
import { childrenOf } from './children.ts';
import { createProgramArguments } from './program-arguments.ts';
import { createSpawnArguments, type SpawnArguments } from './spawn-arguments.ts';
import { asPython, signalMask } from './starting.ts';

const SLASH = 0x2f;
const COLON = 0x3a;
const DEFAULT_PATH = Buffer.from('/bin:/usr/bin');

/**
 * Descriptors that Python closes on exec, but that an action of the child's copies: they are there until its actions are over.
 * Returns what closes those that were not made inheritable.
 */
function addSources(bridge: Bridge, table: Map<number, number>, actions: readonly sys.FileAction[]): sys.FileAction[] {
  const temporary = new Set<number>();
  for (const action of actions) {
    if (action.kind !== 'dup2') {
      if (action.kind === 'open') temporary.delete(action.fd);
      continue;
    }
    const host = bridge.descriptors.host(action.fd);
    if (!table.has(action.fd) && host >= 0) {
      table.set(action.fd, host);
      temporary.add(action.fd);
    }
    temporary.delete(action.to);
  }
  return [...temporary].map((fd) => ({ kind: 'close', fd }));
}

/** Where `posix_spawnp` looks for a program. */
function placesOf(name: Uint8Array, environ: readonly Uint8Array[]): Uint8Array[] {
  if (name.includes(SLASH)) return [name];
  const prefix = Buffer.from('PATH=');
  const variable = environ.find((entry) => Buffer.from(entry.subarray(0, prefix.length)).equals(prefix));
  const path = variable?.subarray(prefix.length) ?? DEFAULT_PATH;
  const places: Uint8Array[] = [];
  for (let start = 0; start <= path.length; ) {
    const colon = path.indexOf(COLON, start);
    const end = colon < 0 ? path.length : colon;
    const folder = path.subarray(start, end);
    places.push(Uint8Array.from(folder.length === 0 ? name : [...folder, SLASH, ...name]));
    start = end + 1;
  }
  return places;
}

export function spawnFunctions(bridge: Bridge): MethodDef[] {
  const { capi } = bridge;
  const args = createProgramArguments(bridge);
  const read = createSpawnArguments(bridge, args);

  function spawn(given: SpawnArguments, search: boolean): PyObject {
    const { path, argv, env, actions, attributes } = given;
    const environ = env ?? readEnviron(capi);
    const table = inheritedDescriptors(bridge.descriptors, false);
    const after = addSources(bridge, table, actions);
    const all = [...layOut(table, sys.hasCloseFrom(), openOnHost), ...actions, ...after];
    const places = search ? placesOf(path, readEnviron(capi)) : [path];
    const has = { ...attributes, sigmask: attributes.sigmask ?? signalMask(bridge).sigmask };
    const start = (path: Uint8Array) => sys.posix_spawn({ path, argv, env: environ }, all, has);
    const pid = asPython(bridge, () => firstOf(places, start));
    if (pid < 0) return bridge.errors.setErrnoWithFilename(-pid, given.pathObject);
    childrenOf(bridge).started();
    return capi.fromNumber(pid);
  }

  function spawnFunction(name: string, search: boolean): MethodDef {
    const call = (_module: PyObject, positional: PyObject, keywords: PyObject): PyObject => {
      const given = read(name, positional, keywords);
      const [path, argv, env] = given.objects;
      if (!capi.audit('os.posix_spawn', 'OOO', path, argv, env)) throw RAISED;
      return spawn(given, search);
    };
    const indent = ' '.repeat(name.length + 1);
    const doc = `${name}($module, path, argv, env, /, *, file_actions=(),\n${indent}setpgroup=None, resetids=False, setsid=False,\n${indent}setsigmask=(), setsigdef=(), scheduler=None)\n--\n\nExecute a program in a new process. Returns its pid.`;
    return withKeywords(name, call, doc);
  }

  return [spawnFunction('posix_spawn', false), spawnFunction('posix_spawnp', true), systemFunction(bridge)];
}

/** stdlib.h: system: the shell runs a command, while interrupts from the keyboard are its business alone. */
function systemFunction(bridge: Bridge): MethodDef {
  const { capi, errors, parsers } = bridge;
  const args = createProgramArguments(bridge);
  const parse = parsers.keywords('O:system', ['command']);
  const { SIGINT, SIGQUIT } = constants;
  const bit = (signal: number): bigint => 1n << BigInt(signal - 1);

  function os_system(_module: PyObject, positional: PyObject, keywords: PyObject): PyObject {
    const parsed = parse(positional, keywords);
    if (parsed === null) return 0;
    const command = args.fsBytes(parsed[0] as PyObject);
    if (!capi.audit('os.system', 'O', parsed[0] as PyObject)) return 0;
    const handled = [SIGINT, SIGQUIT].filter((signal) => !sys.isIgnored(signal));
    const sigdef = handled.reduce((set, signal) => set | bit(signal), 0n);
    const setBack = handled.map((signal) => sys.ignoreForNow(signal));
    const table = inheritedDescriptors(bridge.descriptors, false);
    const shell = Buffer.from('/bin/sh');
    const argv = [Buffer.from('sh'), Buffer.from('-c'), command];
    const program = { path: shell, argv, env: readEnviron(capi) };
    const actions = layOut(table, sys.hasCloseFrom(), openOnHost);
    const pid = asPython(bridge, () => sys.posix_spawn(program, actions, { ...signalMask(bridge), sigdef }));
    const status = new Int32Array(1);
    const done = (result: number): PyObject => {
      for (const back of setBack) back();
      return result < 0 ? errors.setResult(result) : capi.fromNumber(status[0] as number);
    };
    if (pid < 0) return done(pid);
    const children = childrenOf(bridge);
    children.started();
    return children.wait(
      { ask: (flags) => sys.wait4(pid, status, flags, null), isDone: (found) => found !== 0, pid },
      0,
      done,
    );
  }

  return withKeywords(
    'system',
    os_system,
    'system($module, /, command)\n--\n\nExecute a command in the shell, and wait for its end. Returns its wait status.',
    { waits: true },
  );
}
