#!/usr/bin/env node
// npm links a command when it installs, and only where its file exists: in a clone that is before the build.
import { existsSync } from 'node:fs';

const program = new URL('../dist/names.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  process.stderr.write('pysock-names is not built yet: npm run build\n');
  process.exitCode = 2;
}
