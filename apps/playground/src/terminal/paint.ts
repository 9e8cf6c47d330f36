export type Style = 'plain' | 'dim' | 'cyan' | 'yellow' | 'reverse';

const CODES: Readonly<Record<Exclude<Style, 'plain'>, string>> = {
  dim: '2',
  cyan: '1;36',
  yellow: '33',
  reverse: '7',
};

export type Paint = (style: Style, text: string) => string;

/** https://no-color.org: any value of NO_COLOR but an empty one turns colour off. */
export function paintFor(environment: NodeJS.ProcessEnv): Paint {
  const on = !environment.NO_COLOR;
  return (style, text) => (on && style !== 'plain' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}
