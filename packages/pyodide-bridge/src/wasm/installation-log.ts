/** What another process needs to do the same registration over the same memory. */
export interface InstallationLog {
  readonly names: number;
  /** What the calls have returned, in their order; a 64-bit integer as text. Null: nothing. */
  readonly results: readonly (number | string | null)[];
  /** The module of WebAssembly that puts our functions into the table (placements.ts), in base64. */
  readonly module?: string;
}
