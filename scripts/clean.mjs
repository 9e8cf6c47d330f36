// npm run clean: removes what a build makes.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from './lib/paths.mjs';

for (const folder of ['.', ...workspaces]) {
  for (const made of ['dist', '.turbo', 'coverage']) rmSync(join(root, folder, made), { recursive: true, force: true });
}
