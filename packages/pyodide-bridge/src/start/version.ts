/** What `pysock --version` and `pysock --help` add to CPython's own lines. */
import { version as pyodideVersion } from 'pyodide';
import manifest from '../../package.json' with { type: 'json' };

export const versionLine = `pysock ${manifest.version}, Pyodide ${pyodideVersion}, Node ${process.versions.node}\n`;

export const helpText = `
pysock's own options and environment variables:
--trace[=json] : print each system call on a socket to stderr, as text or as JSON lines; also PYSOCK_TRACE=1|json
--trace=pcap:FILE: append what the sockets send and receive to FILE, for Wireshark; also PYSOCK_TRACE=pcap:FILE
--trace-filter=WORDS: trace these calls only: names (recv,send), groups (network, file, desc, process, all), descriptors
                 (fd=3), not these (!poll); also PYSOCK_TRACE_FILTER=WORDS
--report       : print the versions of everything and what this machine has, for a report of a fault, and end
--prepare [DIR]: make in DIR, or in the usual folder, what a first start makes, and end; PYSOCK_CACHE=DIR then uses it
PYSOCK_TRACE_FILE: the file that a trace is appended to, or the number of an open descriptor
PYSOCK_JAVASCRIPT=1: the modules js, pyodide_js and pyodide can be imported
PYSOCK_CACHE: the folder where the memory snapshot is kept; empty: nowhere
PYSOCK_DEBUG: say on standard error why a memory snapshot does not load or is not kept
`;

/** Whether an option is among those of a command line, which end at the first word that is none. */
function hasOption([, ...args]: readonly string[], long: string, short: RegExp): boolean {
  const end = args.findIndex((argument) => !argument.startsWith('-') || argument === '-');
  return args.slice(0, end < 0 ? args.length : end).some((option) => option === long || short.test(option));
}

export function asksForVersion(argv: readonly string[]): boolean {
  return hasOption(argv, '--version', /^-[A-Za-z]*V/);
}

export function asksForHelp(argv: readonly string[]): boolean {
  return hasOption(argv, '--help', /^-[A-Za-z]*[h?]/);
}
