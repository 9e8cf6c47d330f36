/** The text of dumb.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./dumb.py', import.meta.url), 'utf8');
