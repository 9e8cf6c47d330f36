/** The text of ensurepip-wheel.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./ensurepip-wheel.py', import.meta.url), 'utf8');
