/** Constants that modules of Python publish, as this system's C library has them. */
import { type ConstantsModule, moduleConstants as ofGlibc } from '../constants/index.ts';
import { musl } from '../generated/constants/musl.ts';
import { isGlibc } from './c-library.ts';

type Constants = Readonly<Record<string, number>>;

/** `constants` without what the C library lacks, and with its own values. `module`: a name of Python's, or `socket`. */
export function ofCLibrary(module: string, constants: Constants): Constants {
  const differences = isGlibc() ? undefined : musl[module];
  if (differences === undefined) return constants;
  const entries = Object.entries({ ...constants, ...differences });
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/** Every integer constant of a module, made when it is asked for. */
export function moduleConstants(name: ConstantsModule): Constants {
  return ofCLibrary(name, ofGlibc(name));
}
