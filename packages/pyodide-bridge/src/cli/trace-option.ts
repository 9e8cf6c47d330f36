/** `--trace` and `--trace-filter`, the command's own options among Python's. */
import { traceFilter } from '@pysock/socket-shim';
import { isTraceFormat, type TraceFormat } from '../start/tracing.ts';

export interface TraceOption {
  /** The command line without them. */
  readonly argv: string[];
  readonly trace?: TraceFormat;
  readonly traceFilter?: string;
}

const OWN = /^--trace(?:-filter)?(?:=|$)/;

/** Contract: throws an Error for what is none. A filter alone asks for a trace too; a second one adds to the first. */
function withOption(option: Omit<TraceOption, 'argv'>, word: string): Omit<TraceOption, 'argv'> {
  const [name = '', ...rest] = word.split('=');
  const value = rest.join('=');
  if (name === '--trace-filter') {
    if (value === '') throw new Error(`${word}: which calls? As in --trace-filter=recv,send or --trace-filter=network`);
    const words = [option.traceFilter, value].filter((each) => each !== undefined).join(',');
    checkFilter(word, words);
    return { trace: 'text', ...option, traceFilter: words };
  }
  const trace = rest.length === 0 ? 'text' : value;
  if (isTraceFormat(trace)) return { ...option, trace };
  throw new Error(
    `${word}: --trace prints lines to read, --trace=json JSON, and --trace=pcap:FILE writes packets for Wireshark`,
  );
}

function checkFilter(place: string, words: string): void {
  try {
    traceFilter(words);
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`);
  }
}

/** Python's options whose argument is the next word. */
const WITH_ARGUMENT = /^(-[A-Za-z]*[WX]|--check-hash-based-pycs)$/;

/** Where Python's options end: at the script, at `-c` or `-m` (also behind other letters), at `-`, at `--`. */
const LAST = /^([^-]|$|--?$|-[A-VY-Za-z]*?[cm])/;

/**
 * Contract: throws an Error for a format, or a word of a filter, that is none, also of the environment's. What stands behind the script is
 * the script's.
 */
export function takeTraceOption(
  [program = 'pysock', ...args]: readonly string[],
  { PYSOCK_TRACE_FILTER: words = '' }: NodeJS.ProcessEnv = {},
): TraceOption {
  const argv = [program];
  let option: Omit<TraceOption, 'argv'> = {};
  let at = 0;
  for (; at < args.length && !LAST.test(args[at] as string); at++) {
    const word = args[at] as string;
    if (OWN.test(word)) option = withOption(option, word);
    else {
      const isPair = WITH_ARGUMENT.test(word);
      argv.push(...args.slice(at, isPair ? at + 2 : at + 1));
      if (isPair) at++;
    }
  }
  argv.push(...args.slice(at));
  if (words !== '' && option.traceFilter === undefined) checkFilter('PYSOCK_TRACE_FILTER', words);
  return { argv, ...option };
}
