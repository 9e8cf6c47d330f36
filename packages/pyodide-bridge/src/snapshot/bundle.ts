/** What the command's loader (cli/worker.ts) gives to its bundle, beside what Node gives to a module. */
declare global {
  interface ImportMeta {
    readonly digest?: string;
    readonly load?: (specifier: string) => Promise<unknown>;
  }
}

/** A digest of the bundle. */
export const bundleDigest = import.meta.digest;

/** `import()`. A script that is no module, as the bundle is, lacks it. */
export const load = import.meta.load ?? ((specifier: string): Promise<unknown> => import(specifier));
