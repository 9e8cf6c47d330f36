// A script of Python run with its output caught, and a limit of time.
import { fileURLToPath } from 'node:url';
import { runScript } from '@pysock/pyodide-bridge';

const script = fileURLToPath(new URL('./count.py', import.meta.url));
const { exit, stdout, stderr } = await runScript(script, { args: ['lines'], stdin: 'one\ntwo\n', timeout: 60_000 });
console.log({ exit, stdout, stderr });
