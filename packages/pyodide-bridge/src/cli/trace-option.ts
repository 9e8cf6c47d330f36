/** `--trace`, the command's own option among Python's. */
import type { TraceFormat } from '../start/tracing.ts';

export interface TraceOption {
  /** The command line without it. */
  readonly argv: string[];
  readonly trace?: TraceFormat;
}

const FORMATS: Readonly<Record<string, TraceFormat>> = {
  '--trace': 'text',
  '--trace=text': 'text',
  '--trace=json': 'json',
};

/** Python's options whose argument is the next word. */
const WITH_ARGUMENT = /^(-[A-Za-z]*[WX]|--check-hash-based-pycs)$/;

/** Where Python's options end: at the script, at `-c` or `-m` (also behind other letters), at `-`, at `--`. */
const LAST = /^([^-]|$|--?$|-[A-VY-Za-z]*?[cm])/;

/** Contract: throws an Error for a format that is none. What stands behind the script is the script's. */
export function takeTraceOption([program = 'pysock', ...args]: readonly string[]): TraceOption {
  const argv = [program];
  let trace: TraceFormat | undefined;
  let at = 0;
  for (; at < args.length && !LAST.test(args[at] as string); at++) {
    const word = args[at] as string;
    if (/^--trace(=|$)/.test(word)) {
      trace = FORMATS[word];
      if (!trace) throw new Error(`${word}: --trace prints lines to read, --trace=json JSON`);
    } else {
      const isPair = WITH_ARGUMENT.test(word);
      argv.push(...args.slice(at, isPair ? at + 2 : at + 1));
      if (isPair) at++;
    }
  }
  argv.push(...args.slice(at));
  return trace ? { argv, trace } : { argv };
}
