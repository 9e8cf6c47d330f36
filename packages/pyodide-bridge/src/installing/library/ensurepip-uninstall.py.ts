/** The text of ensurepip-uninstall.py, beside this module. A bundle has it in this module's place (scripts/build-package.mjs). */
import { readFileSync } from 'node:fs';

export default readFileSync(new URL('./ensurepip-uninstall.py', import.meta.url), 'utf8');
