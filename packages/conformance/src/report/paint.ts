type Style = 'dim' | 'bold' | 'red' | 'green' | 'yellow' | 'cyan';

const CODES: Readonly<Record<Style, number>> = { dim: 2, bold: 1, red: 31, green: 32, yellow: 33, cyan: 36 };

export type Paint = (style: Style, text: string) => string;

/** https://no-color.org: any value of NO_COLOR but an empty one turns colour off. */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Paint {
  const forced = environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '0';
  const on = !environment.NO_COLOR && environment.TERM !== 'dumb' && (forced || stream.isTTY === true);
  return (style, text) => (on && text !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}
