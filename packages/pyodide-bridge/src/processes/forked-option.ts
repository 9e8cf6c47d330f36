/** The command's options that only processes get which are made for a fork. Python's command line follows, for those who list processes. */
const IMAGE = '--forked-from-image=';
const SPARE = '--spare-for-fork=';

export const forkedOption = (image: number): string => `${IMAGE}${image}`;
export const spareOption = (socket: number): string => `${SPARE}${socket}`;

/** The image's descriptor, or that by which a spare process gets one. */
export type Forked = { readonly image: number } | { readonly socket: number };

/** How a process was made for a fork; undefined for others. */
export function forkedFrom([, first]: readonly string[]): Forked | undefined {
  if (first?.startsWith(IMAGE)) return { image: Number(first.slice(IMAGE.length)) };
  return first?.startsWith(SPARE) ? { socket: Number(first.slice(SPARE.length)) } : undefined;
}
