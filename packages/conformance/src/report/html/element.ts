import { escapeMarkup } from '../markup.ts';

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string | number | undefined | readonly Child[];

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element; its children are escaped unless they are markup. */
export function h(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) => {
    if (value === undefined || value === false) return '';
    return value === true ? ` ${key}` : ` ${key}="${escapeMarkup(value)}"`;
  });
  return { markup: `<${name}${written.join('')}>${render(children)}</${name}>` };
}

export function raw(markup: string): Markup {
  return { markup };
}

export function render(child: Child): string {
  if (child === undefined) return '';
  if (Array.isArray(child)) return child.map(render).join('');
  return typeof child === 'object' ? (child as Markup).markup : escapeMarkup(String(child));
}
