/** The runtimes that are measured, as the benchmark names them. */
import {
  type Adapter,
  askRuntime,
  cpython,
  findCPython,
  installedLoop,
  nodeSockFS,
  PYTHON_VARIABLE,
  pyodide,
  pysock,
  pysockIsBuilt,
} from '@pysock/runtimes';

/** CPython is what the others are compared with. */
export type RuntimeId = 'cpython' | 'pysock' | 'nodesockfs' | 'embedded' | 'pyodide';

export interface Runtime extends Pick<Adapter, 'name' | 'command'> {
  readonly id: RuntimeId;
}

/**
 * The CPython of the option, of the environment, or of PATH.
 *
 * @throws Error when there is none.
 */
export async function reference(python: string | undefined): Promise<Runtime> {
  const found = await findCPython(python);
  if (found === undefined) {
    throw new Error(`no CPython to compare with: python3.14 or python3 on PATH (--python PATH, ${PYTHON_VARIABLE})`);
  }
  const adapter = cpython(found);
  const { python: version } = await askRuntime(adapter);
  return { id: 'cpython', name: `CPython ${version}`, command: adapter.command };
}

/** @throws Error when the command has not been built. */
export function subject(): Runtime {
  if (!pysockIsBuilt()) throw new Error('the command pysock is not built: npm run build');
  return { id: 'pysock', ...pysock() };
}

/** What scenarios ask for besides, by name: `Scenario.also`. */
export function others(): Runtime[] {
  return [
    // Pyodide with the sockets that it brings along for Node: clients of TCP over IPv4.
    { id: 'nodesockfs', ...nodeSockFS(), name: 'Pyodide, NodeSockFS' },
    // A Pyodide in which installSocket was called, under runPythonAsync.
    { id: 'embedded', ...installedLoop(), name: 'pysock, runPythonAsync' },
    { id: 'pyodide', ...pyodide() },
  ];
}
