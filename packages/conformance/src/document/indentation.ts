import { type PythonLine, readPythonLines } from './python-lines.ts';

/** One line that was given indentation. */
export interface IndentationChange {
  /** Line of the snippet, from 1. */
  readonly line: number;
  /** Spaces put in front of it. */
  readonly added: number;
  readonly why: string;
}

export interface RestoredSource {
  readonly source: string;
  readonly changes: readonly IndentationChange[];
}

interface Block {
  readonly keyword: string;
  readonly line: number;
  readonly text: string;
  filled: boolean;
}

const INDENT = 4;

/** The clauses that continue a statement, and the blocks after which each may stand. */
const CONTINUES: Readonly<Record<string, readonly string[]>> = {
  elif: ['if', 'elif'],
  else: ['if', 'elif', 'for', 'while', 'try', 'except'],
  except: ['try', 'except'],
  finally: ['try', 'except', 'else'],
};

/**
 * Puts back the indentation of Python source that has lost all of it. Where a block ends cannot be known, so:
 * 1. the line after a block opener is inside the block;
 * 2. `elif`, `else`, `except` and `finally` end the blocks back to the statement that they continue;
 * 3. a blank line ends all blocks, unless such a clause comes next or a block is still empty;
 * 4. otherwise a block goes on to the end of the source: a `with` block that ended after its first line would close the
 *    socket before it is used;
 * 5. a comment goes with the line of code that follows it, and stays where it is when none does.
 * Source that has indentation of its own is returned as it is. Nothing but leading spaces is ever changed.
 * Throws an Error when a block opener has no body or a clause has no statement to continue.
 */
export function restoreIndentation(source: string): RestoredSource {
  const lines = readPythonLines(source);
  const indented = lines.some((line) => line.kind === 'code' && /^\s/.test(line.text));
  return indented ? { source, changes: [] } : new Restorer(lines).run();
}

class Restorer {
  private readonly blocks: Block[] = [];
  private readonly changes: IndentationChange[] = [];
  private readonly output: string[] = [];
  private comments: number[] = [];
  private readonly lines: readonly PythonLine[];

  constructor(lines: readonly PythonLine[]) {
    this.lines = lines;
  }

  run(): RestoredSource {
    this.lines.forEach((line, index) => {
      this.take(line, index);
    });
    this.checkFilled(this.blocks.at(-1));
    const changes = this.changes.sort((a, b) => a.line - b.line);
    return { source: this.output.join('\n'), changes };
  }

  private take(line: PythonLine, index: number): void {
    this.output.push(line.text);
    if (line.kind === 'comment') this.comments.push(index);
    else if (line.kind === 'blank') this.takeBlank(index);
    else if (line.kind === 'continued') this.indent(index);
    else if (line.kind === 'code') this.takeCode(line, index);
    if (line.opensBlock) this.open(line, index);
  }

  private takeBlank(index: number): void {
    const next = this.lines.slice(index).find((line) => line.kind === 'code');
    if (next?.keyword && next.keyword in CONTINUES) return;
    this.comments = [];
    if (this.blocks.at(-1)?.filled) this.blocks.length = 0;
  }

  private takeCode(line: PythonLine, index: number): void {
    if (line.keyword in CONTINUES && line.opensBlock) this.closeUpTo(line, index);
    for (const comment of this.comments) this.indent(comment);
    this.comments = [];
    this.indent(index);
    for (const block of this.blocks) block.filled = true;
  }

  private closeUpTo(line: PythonLine, index: number): void {
    const heads = CONTINUES[line.keyword]!;
    this.checkFilled(this.blocks.at(-1));
    while (this.blocks.length > 0) {
      if (heads.includes(this.blocks.pop()!.keyword)) return;
    }
    throw new Error(`line ${index + 1}: ${line.keyword} continues no open statement`);
  }

  private open(line: PythonLine, index: number): void {
    const start = this.lines.findLastIndex((other, at) => at <= index && other.kind === 'code');
    const head = this.lines[start] ?? line;
    this.blocks.push({ keyword: head.keyword, line: start + 1, text: head.text.trim(), filled: false });
  }

  private indent(index: number): void {
    const block = this.blocks.at(-1);
    const text = this.lines[index]!.text;
    if (!block || text.trim() === '') return;
    const added = this.blocks.length * INDENT;
    this.output[index] = ' '.repeat(added) + text;
    this.changes.push({ line: index + 1, added, why: `in the block that line ${block.line} opens: ${block.text}` });
  }

  private checkFilled(block: Block | undefined): void {
    if (block && !block.filled) throw new Error(`line ${block.line}: ${block.text} opens a block that has no body`);
  }
}
