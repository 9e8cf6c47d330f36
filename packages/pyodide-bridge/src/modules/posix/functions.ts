/** The builtins of `posix` that are over the host: one file a theme. */
import { closingFunctions } from './closing.ts';
import { configurationFunctions } from './configuration.ts';
import { credentialFunctions } from './credentials.ts';
import { linkFunctions } from './links.ts';
import { openptyFunctions } from './openpty.ts';
import { schedulingFunctions } from './scheduling.ts';
import { specialFileFunctions } from './special-files.ts';
import { terminalFunctions } from './terminals.ts';
import { transferFunctions } from './transfers.ts';
import { utimeFunction } from './utime.ts';
import { xattrFunctions } from './xattr.ts';

export const hostFunctions = [
  ...linkFunctions,
  ...xattrFunctions,
  ...schedulingFunctions,
  ...credentialFunctions,
  ...specialFileFunctions,
  ...transferFunctions,
  ...terminalFunctions,
  ...openptyFunctions,
  ...closingFunctions,
  ...configurationFunctions,
  utimeFunction,
];
