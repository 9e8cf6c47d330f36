/** The text of ndbm.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./ndbm.py', import.meta.url), 'utf8');
