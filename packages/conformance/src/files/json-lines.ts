export function lineOfOffset(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/**
 * Contract: the line, from 1, of the value at a path of a JSON text; of the nearest value around it when there is none,
 * as for a key that is missing.
 */
export function lineOf(text: string, path: readonly PropertyKey[]): number {
  return lineOfOffset(text, new Scanner(text).find(path.map(String)));
}

const BLANK = /[\s,:]*/y;
const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,:[\]{}]+/y;

/** Walks through a text that JSON.parse has taken. */
class Scanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  find(path: readonly string[]): number {
    this.take(BLANK);
    const start = this.at;
    const [key, ...rest] = path;
    const opening = this.text[this.at];
    if (key === undefined || (opening !== '{' && opening !== '[')) return start;
    this.at += 1;
    for (let index = 0; !this.closing(); index += 1) {
      const name = opening === '{' ? (JSON.parse(this.take(SCALAR)) as string) : String(index);
      if (name === key) return this.find(rest);
      this.skip();
    }
    return start;
  }

  private skip(): void {
    this.take(BLANK);
    const opening = this.text[this.at];
    if (opening !== '{' && opening !== '[') {
      this.take(SCALAR);
      return;
    }
    this.at += 1;
    while (!this.closing()) this.skip();
    this.at += 1;
  }

  private closing(): boolean {
    this.take(BLANK);
    return this.at >= this.text.length || this.text[this.at] === '}' || this.text[this.at] === ']';
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text)!;
    this.at += found.length;
    return found;
  }
}
