/** Host names as the resolver takes them. */
import { domainToASCII } from 'node:url';
import { UnicodeEncodeError } from './errors.ts';

/** Lib/encodings/idna.py: dots */
const dots = /[.\u3002\uff0e\uff61]/;

const LONGEST_LABEL = 63;
const DOT = 0x2e;

/** Whether a name is its own IDNA form: ASCII, with labels of lengths that are allowed. */
export function isPlainHost(host: string): boolean {
  let length = 0;
  for (let at = 0; at < host.length; at++) {
    const code = host.charCodeAt(at);
    if (code > 0x7f || length > LONGEST_LABEL || (code === DOT && length === 0)) return false;
    length = code === DOT ? 0 : length + 1;
  }
  return length <= LONGEST_LABEL;
}

/**
 * Lib/encodings/idna.py: Codec.encode. The ASCII form of a host name.
 *
 * Differs: characters that Unicode 3.2 did not know are mapped by today's Unicode, as Node has no tables of that one.
 *
 * @throws UnicodeEncodeError for an empty label, one of more than 63 characters, or a character that no label may have.
 */
export function idna(host: string): Uint8Array {
  if (/^[\0-\x7f]*$/.test(host)) {
    checkLengths(host, host.split('.'));
    return Buffer.from(host);
  }
  const labels = host.split(dots);
  const trailing = labels.at(-1) === '' ? '.' : '';
  if (trailing) labels.pop();
  let at = 0;
  const encoded = labels.map((label) => {
    const start = at;
    const { length } = Array.from(label);
    at += length + 1;
    if (length === 0) throw new UnicodeEncodeError('idna', host, start, start + 1, 'label empty');
    const ascii = toASCII(host, label, start);
    if (ascii.length > 63) throw new UnicodeEncodeError('idna', host, start, start + length, 'label too long');
    return ascii;
  });
  return Buffer.from(encoded.join('.') + trailing);
}

function checkLengths(host: string, labels: readonly string[]): void {
  let at = 0;
  labels.forEach((label, index) => {
    if (label.length === 0 && index < labels.length - 1) {
      throw new UnicodeEncodeError('idna', host, at, at + 1, 'label empty');
    }
    if (label.length > 63) throw new UnicodeEncodeError('idna', host, at, at + label.length, 'label too long');
    at += label.length + 1;
  });
}

/**
 * Lib/encodings/idna.py: ToASCII. Node maps by UTS #46, which keeps four characters that IDNA 2003 replaces or drops:
 * they are replaced here first. The suffix keeps a label of digits from being read as an IPv4 address.
 */
function toASCII(host: string, label: string, start: number): string {
  if (/^[\0-\x7f]*$/.test(label)) return label;
  const mapped = label
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replace(/[\u200c\u200d]/g, '');
  const ascii = domainToASCII(`${mapped}.x`);
  if (ascii !== '') return ascii.slice(0, -2);
  const points = Array.from(label);
  const wrong = Math.max(
    points.findIndex((point) => domainToASCII(`${point}.x`) === ''),
    0,
  );
  const at = start + wrong;
  const reason = `Invalid character ${JSON.stringify(points[wrong]).replaceAll('"', "'")}`;
  throw new UnicodeEncodeError('idna', host, at, at + 1, reason);
}
