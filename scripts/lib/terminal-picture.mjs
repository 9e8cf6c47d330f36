/** The 16 colours of a terminal, on a dark background. */
const COLOURS = [
  '#484f58',
  '#ff7b72',
  '#7ee787',
  '#e3b341',
  '#79c0ff',
  '#d2a8ff',
  '#76e3ea',
  '#d1d7e0',
  '#6e7681',
  '#ffa198',
  '#a5f0b4',
  '#f2cc60',
  '#a5d6ff',
  '#e2c5ff',
  '#b3f0ff',
  '#ffffff',
];
const [BACK, TEXT] = ['#0d1117', '#d1d7e0'];
const [WIDTH, HEIGHT, PADDING] = [8.4, 18, 14];

/** Spaces that nothing collapses. */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '\u00a0');

function colourOf(number) {
  if (number < 16) return COLOURS[number];
  if (number >= 232) return `#${(8 + (number - 232) * 10).toString(16).padStart(2, '0').repeat(3)}`;
  const part = (value) => (value === 0 ? 0 : 55 + value * 40).toString(16).padStart(2, '0');
  const index = number - 16;
  return `#${part(Math.floor(index / 36))}${part(Math.floor(index / 6) % 6)}${part(index % 6)}`;
}

/** The style after an SGR sequence (`\x1b[...m`) with these numbers. */
function styled(style, numbers) {
  let next = style;
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at];
    const extended = (number === 38 || number === 48) && (numbers[at + 1] === 5 || numbers[at + 1] === 2);
    if (number === 0) next = {};
    else if (number === 1) next = { ...next, bold: true };
    else if (number === 2) next = { ...next, dim: true };
    else if (number === 22) next = { ...next, bold: false, dim: false };
    else if (number === 7 || number === 27) next = { ...next, inverse: number === 7 };
    else if (number >= 30 && number <= 37) next = { ...next, front: COLOURS[number - 30] };
    else if (number >= 90 && number <= 97) next = { ...next, front: COLOURS[number - 82] };
    else if (number >= 40 && number <= 47) next = { ...next, back: COLOURS[number - 40] };
    else if (number >= 100 && number <= 107) next = { ...next, back: COLOURS[number - 92] };
    else if (number === 39) next = { ...next, front: undefined };
    else if (number === 49) next = { ...next, back: undefined };
    else if (extended) {
      const isIndexed = numbers[at + 1] === 5;
      const rgb = numbers.slice(at + 2, at + 5).map((value) => value.toString(16).padStart(2, '0'));
      next = {
        ...next,
        [number === 38 ? 'front' : 'back']: isIndexed ? colourOf(numbers[at + 2]) : `#${rgb.join('')}`,
      };
      at += isIndexed ? 2 : 4;
    }
  }
  return next;
}

const ESCAPE = '\x1b';
const PARTS = new RegExp(`${ESCAPE}\\[([\\d;]*)m|([^${ESCAPE}]+)`, 'g');

/** The runs of equal style in a line with escape sequences: { text, style }. */
function runsOf(line, first) {
  const runs = [];
  let style = first;
  for (const [, sequence, text] of line.matchAll(PARTS)) {
    if (text !== undefined) runs.push({ text, style });
    else style = styled(style, sequence === '' ? [0] : sequence.split(';').map(Number));
  }
  return { runs, style };
}

function drawn({ text, style }, column, row) {
  const [x, y] = [PADDING + column * WIDTH, PADDING + row * HEIGHT];
  const [front, back] = style.inverse ? [style.back ?? BACK, style.front ?? TEXT] : [style.front, style.back];
  const width = [...text].length * WIDTH;
  const box = back ? `<rect x="${x}" y="${y}" width="${width}" height="${HEIGHT}" fill="${back}"/>` : '';
  if (text.trim() === '') return box;
  const attributes = [
    front ? ` fill="${front}"` : '',
    style.bold ? ' font-weight="bold"' : '',
    style.dim ? ' opacity=".65"' : '',
  ];
  const place = `x="${x}" y="${y + 13}" textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  return `${box}<text ${place}${attributes.join('')}>${escaped(text)}</text>`;
}

/** What stands on a terminal, with its colours, as an SVG. */
export function terminalPicture(screen, title) {
  const lines = screen.trimEnd().split('\n');
  let style = {};
  let columns = 0;
  const body = lines.flatMap((line, row) => {
    const found = runsOf(line, style);
    style = found.style;
    let column = 0;
    const parts = found.runs.map((run) => {
      const part = drawn(run, column, row);
      column += [...run.text].length;
      return part;
    });
    columns = Math.max(columns, column);
    return parts.filter((part) => part !== '');
  });
  const [width, height] = [Math.ceil(columns * WIDTH + 2 * PADDING), lines.length * HEIGHT + 2 * PADDING];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`,
    ` font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${TEXT}">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" rx="8" fill="${BACK}"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}
