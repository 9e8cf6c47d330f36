/** Where a module lies, in any form that it is run in. */
import { pathToFileURL } from 'node:url';

/** What Node gives to a CommonJS script. */
declare const __filename: string | undefined;

/**
 * The URL of a module that gives its `import.meta.url`. A bundler that writes CommonJS leaves that empty: then it is the bundle's
 * own, or that of a script in the working folder where there is no file either.
 */
export function urlOfModule(url: string | undefined): string {
  if (url !== undefined) return url;
  return pathToFileURL(typeof __filename === 'string' ? __filename : `${process.cwd()}/script`).href;
}
