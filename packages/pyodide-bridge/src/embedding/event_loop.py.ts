/** The text of event_loop.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./event_loop.py', import.meta.url), 'utf8');
