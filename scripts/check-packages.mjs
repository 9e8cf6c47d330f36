// Packs the packages that are published and has publint and attw (are the types wrong?) look at each tarball. Where the two tools
// cannot be installed it says so and checks nothing; in continuous integration (CI=true) that is an error.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { packageTool } from './lib/package-tools.mjs';
import { packInto } from './lib/packages.mjs';
import { nodeBinary } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const attw = await packageTool('attw');
if (!attw) {
  console.error('publint and attw could not be installed: the packages were not checked');
  process.exit(process.env.CI ? 1 : 0);
}
const { publint } = await import(createRequire(attw).resolve('publint'));

/** What publint says and is meant: the command `pysock` begins in sh, which hands its signals and descriptors on to Node. */
const isMeant = ({ code, path }) => code === 'BIN_FILE_NOT_EXECUTABLE' && path.join('.') === 'bin.pysock';

async function lint(name, path) {
  const { messages } = await publint({ pack: { tarball: readFileSync(path) }, strict: true });
  for (const message of messages.filter((each) => !isMeant(each))) {
    console.error(`publint of ${name}: ${JSON.stringify(message)}`);
    process.exitCode = 1;
  }
}

async function checkTypes(name, path) {
  const { code, output } = await run(nodeBinary, [attw, path, '--profile', 'esm-only', '--format', 'ascii'], {
    quiet: true,
  });
  if (code === 0) return;
  console.error(`attw of ${name}:\n${output}`);
  process.exitCode = 1;
}

await buildQuietly();
const folder = mkdtempSync(join(tmpdir(), 'check-packages-'));
try {
  for (const { name, path } of packInto(folder, { scripts: false })) {
    await lint(name, path);
    // A package of commands alone has nothing that is imported, and no types.
    if (!name.endsWith('/playground')) await checkTypes(name, path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
