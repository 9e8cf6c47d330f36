/** What the calls of a registration have returned, in their order; a 64-bit integer as text. Null: nothing. */
export type InstallationLog = { readonly names: number; readonly results: readonly (number | string | null)[] };
