/** The command's option that only a process gets which was made by fork: the descriptor of its image. */
const OPTION = '--forked-from-image=';

export const forkedOption = (image: number): string => `${OPTION}${image}`;

/** The image's descriptor of a process that was made by fork. */
export function forkedFrom([, first]: readonly string[]): number | undefined {
  return first?.startsWith(OPTION) ? Number(first.slice(OPTION.length)) : undefined;
}
