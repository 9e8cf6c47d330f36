import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..');
export const bin = join(root, 'node_modules', '.bin');

/** The Node that everything after the installation runs on: the development dependency `node`. */
export const nodeBinary = join(bin, 'node');

/** The folders of the workspaces, each after the ones it depends on. */
export const workspaces = [
  'packages/host',
  'packages/socket-shim',
  'packages/pyodide-bridge',
  'packages/runtimes',
  'packages/conformance',
  'packages/bench',
  'packages/programs',
  'apps/playground',
];
