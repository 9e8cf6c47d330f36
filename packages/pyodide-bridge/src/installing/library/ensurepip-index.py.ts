/** The text of ensurepip-index.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./ensurepip-index.py', import.meta.url), 'utf8');
