/** What `installSocket` is given, looked at before anything is changed. */
import { EXPECTED } from '../capi/layout.ts';
import { kindOf, refuseUnknown } from './run-options.ts';

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  eventLoop: ['stock', 'webloop'],
  identity: ['pyodide', 'linux'],
};
const NAMES = new Set(Object.keys(OPTIONS));

/** @throws TypeError that names the option. */
export function checkInstallOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`installSocket: the options must be an object, not ${kindOf(options)}`);
  }
  refuseUnknown('installSocket', options, NAMES);
  for (const [name, values] of Object.entries(OPTIONS)) {
    const value = (options as Record<string, unknown>)[name];
    if (value !== undefined && !values.includes(value as string)) {
      const known = values.map((one) => `'${one}'`).join(' or ');
      const given = typeof value === 'string' ? `'${value}'` : kindOf(value);
      throw new TypeError(`installSocket: ${name} must be ${known}, not ${given}`);
    }
  }
}

/** @throws TypeError when it is no Pyodide; Error when it is one of another version, which has its structures elsewhere. */
export function checkPyodide(pyodide: unknown): void {
  const { version, _module: module } = (pyodide ?? {}) as { version?: unknown; _module?: unknown };
  if (typeof version !== 'string' || typeof module !== 'object' || module === null) {
    throw new TypeError(
      `installSocket: the first argument must be a Pyodide, which loadPyodide() returns, not ${kindOf(pyodide)}`,
    );
  }
  if (version === EXPECTED.pyodide) return;
  throw new Error(
    `installSocket works with Pyodide ${EXPECTED.pyodide}, and this is Pyodide ${version}: ` +
      `install the one that fits, npm install pyodide@${EXPECTED.pyodide}`,
  );
}
