/** The text of sqlite3.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./sqlite3.py', import.meta.url), 'utf8');
