// npm run docs: writes the reference of all packages' exports into api/, by TypeDoc.
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { packageTool } from './lib/package-tools.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

await ensureInstalled();
const typedoc = await packageTool('typedoc');
if (!typedoc) {
  console.error('typedoc could not be installed: no registry of npm is reachable');
  process.exit(1);
}
const { code } = await run(typedoc, [], { cwd: join(root, 'tools', 'packages') });
if (code === 0) console.log(`written: ${join(root, 'api', 'index.html')}`);
process.exitCode = code;
