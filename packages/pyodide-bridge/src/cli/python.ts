/** Python's thread. */
import { closeSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { sys } from '@pysock/host';
import { runForked, runSpare } from '../embedding/load-forked.ts';
import { loadChecked } from '../embedding/load-python.ts';
import { endProcess } from '../processes/exit.ts';
import { forkedFrom } from '../processes/forked-option.ts';
import type { DispositionRequest } from '../signals/interrupt-state.ts';
import type { KeptScript } from '../snapshot/kept-script.ts';
import { hasJavaScript } from '../start/environment.ts';
import { hostEnvironment } from '../start/host-texts.ts';
import type { WorkerInput } from './main.ts';
import { prepare } from './prepare.ts';
import { reportText } from './report.ts';
import { type TraceOption, takeTraceOption } from './trace-option.ts';

const { argv, executable, shared, descriptors, inherited, lostFolder } = workerData as WorkerInput;

function ownOption(): TraceOption {
  try {
    return takeTraceOption(argv, process.env);
  } catch (error) {
    writeSync(2, `pysock: ${(error as Error).message}\n`);
    return endProcess({ status: 2 });
  }
}

function goBackTo(folder: number): void {
  sys.fchdir(folder);
  closeSync(folder);
}

/** What the runtime was started with before the script. Deno does not say. */
const ownOptions = (): readonly string[] => ('deno' in process.versions ? ['run', '--allow-all'] : process.execArgv);

/** `self`: the script that this is part of. */
export async function run(self: KeptScript): Promise<void> {
  const wasm = new Promise<WebAssembly.Module>((resolve) => parentPort?.once('message', resolve));
  const main = {
    ...{ shared, descriptors, inherited, wasm },
    ask: (request: DispositionRequest) => parentPort?.postMessage(request),
    keepCode: () => self.keep(),
    shrink: () => parentPort?.postMessage('shrink'),
  };
  if (lostFolder !== undefined) goBackTo(lostFolder);
  const command = [process.execPath, ...ownOptions(), executable];
  const forked = forkedFrom(argv);
  if (forked !== undefined) {
    const run =
      'image' in forked
        ? runForked(forked.image, command, main)
        : runSpare(forked.socket, ['pysock', ...argv.slice(2)], command, main);
    return endProcess(await run);
  }
  if (argv[1] === '--report') {
    writeSync(1, reportText(inherited));
    return endProcess({ status: 0 });
  }
  if (argv[1] === '--prepare') {
    const { text, status } = await prepare(argv[2], command);
    writeSync(status === 0 ? 1 : 2, text);
    return endProcess({ status });
  }
  const python = await loadChecked(
    {
      ...ownOption(),
      executable,
      hostFiles: true,
      env: hostEnvironment(process.env),
      javascript: hasJavaScript(process.env),
      stdin: 0,
      stdout: 1,
      stderr: 2,
    },
    { ...main, command },
  );
  endProcess(await python.runMain());
}
