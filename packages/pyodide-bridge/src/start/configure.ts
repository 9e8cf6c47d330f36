/** What the environment and the command line say becomes the interpreter's configuration, as in Python/initconfig.c. */
import { openssl, sys } from '@pysock/host';
import type { CApi, PyObject } from '../capi/index.ts';
import { renewTimeZone } from '../modules/time/time-zone.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import { createCommandLine, type ParsedCommandLine } from './command-line.ts';
import { setEnvironment } from './environment.ts';
import { coercedEnvironment, localeKind } from './locale.ts';

/** The prelude's entry points, in the order in which they are called: function objects of the guest. */
export type EntryPoints = readonly [complete: PyObject, setup: PyObject, enterMain: PyObject];

export interface Configuration {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
  /** `sys.executable`. */
  readonly executable: string;
  /** Where compiled modules are kept, or null: nowhere. */
  readonly cacheFolder: string | null;
  readonly pyodideVersion: string;
  /** `sys.base_prefix`. */
  readonly prefix: string;
  /** Whether the modules of JavaScript can be imported. */
  readonly javascript: boolean;
}

/** Calls an entry point of the prelude, and takes the arguments' references over. */
export function callEntry(capi: CApi, entry: PyObject, ...args: PyObject[]): void {
  const tuple = capi.tupleOf(...args);
  const result = capi.PyObject_CallObject(entry, tuple);
  capi.Py_DecRef(tuple);
  if (result === 0) {
    rawFunction(capi.module, 'PyErr_Print')();
    throw new Error('Python could not be set up');
  }
}

/** Returns what the command line says: a program to run, or how the program has ended. */
export function configure(capi: CApi, [complete, setup]: EntryPoints, of: Configuration): ParsedCommandLine {
  setEnvironment(capi, coercedEnvironment(of.env));
  if (of.env.TZ !== process.env.TZ) sys.useTimeZone(of.env.TZ);
  renewTimeZone(capi);
  const commandLine = createCommandLine(capi);
  const parsed = commandLine.parse(of.argv);
  if ('exit' in parsed) return parsed;
  const { config } = parsed;
  callEntry(capi, complete, capi.newRef(config), capi.strOf(localeKind(of.env)), capi.strOf(of.executable));
  commandLine.apply(config, of.executable);
  const cache = of.cacheFolder === null ? capi.none() : capi.strOf(of.cacheFolder);
  const strings = [of.pyodideVersion, of.prefix].map((text) => capi.strOf(text));
  const withoutTls = capi.strOf(openssl.isLikelyAvailable() ? '' : openssl.UNAVAILABLE);
  callEntry(capi, setup, capi.newRef(config), cache, ...strings, capi.PyBool_FromLong(of.javascript), withoutTls);
  return parsed;
}
