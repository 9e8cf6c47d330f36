/** The text of driven_loops.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./driven_loops.py', import.meta.url), 'utf8');
