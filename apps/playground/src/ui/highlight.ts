/** Python source in colours. */
import python from 'highlight.js/lib/languages/python';
import { createLowlight } from 'lowlight';
import type { Look, Row, Segment } from '../terminal/segments.ts';

const lowlight = createLowlight({ python });

const LOOKS: Readonly<Record<string, Look>> = {
  'hljs-keyword': { color: 'magenta' },
  'hljs-string': { color: 'green' },
  'hljs-comment': { color: 'gray' },
  'hljs-number': { color: 'yellow' },
  'hljs-literal': { color: 'yellow' },
  'hljs-built_in': { color: 'cyan' },
  'hljs-title': { color: 'blue' },
  'hljs-meta': { color: 'yellow' },
};

type Tree = ReturnType<typeof lowlight.highlight>;
type Node = Tree['children'][number];

function segmentsOf(node: Node, look: Look): Segment[] {
  if (node.type === 'text') return [{ text: node.value, ...look }];
  if (node.type !== 'element') return [];
  const names = node.properties.className;
  const own = (Array.isArray(names) ? names : [])
    .map((name) => LOOKS[String(name)])
    .find((found) => found !== undefined);
  return node.children.flatMap((child) => segmentsOf(child as Node, own ?? look));
}

/** One row a line. */
export function highlight(source: string): Row[] {
  const rows: Segment[][] = [[]];
  for (const segment of lowlight.highlight('python', source).children.flatMap((node) => segmentsOf(node, {}))) {
    for (const [index, text] of segment.text.split('\n').entries()) {
      if (index > 0) rows.push([]);
      if (text !== '') rows.at(-1)!.push({ ...segment, text: text.replaceAll('\t', '    ') });
    }
  }
  return rows;
}
