/** The encodings of text streams: UTF-8, ASCII and Latin-1, with Python's error handlers. */
import { isUtf8 } from 'node:buffer';
import { LookupError, UnicodeDecodeError, UnicodeEncodeError } from '../base/errors.ts';
import { joined } from './socket-io.ts';

/** Bytes to text, piece by piece. */
export interface Decoder {
  /** With `final`, a sequence that is incomplete at the end is an error; otherwise it waits for more. */
  decode(bytes: Uint8Array, final: boolean): string;
  reset(): void;
}

export interface Codec {
  readonly name: string;
  encode(text: string, errors: string): Uint8Array;
  decoder(errors: string): Decoder;
}

/** Where a text or a number of bytes cannot be converted. */
interface Fault {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

const escapes = (bytes: Uint8Array) => Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

/** Python/codecs.c: the error handlers, by name, for bytes that are no text. */
const decodeHandlers: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  ignore: () => '',
  replace: () => '\ufffd',
  backslashreplace: escapes,
  surrogateescape: (bytes) => Array.from(bytes, (byte) => String.fromCharCode(0xdc00 + byte)).join(''),
};

/** The same for characters that an encoding lacks. undefined where the handler cannot help. */
const encodeHandlers: Readonly<Record<string, (characters: readonly string[]) => Uint8Array | undefined>> = {
  ignore: () => new Uint8Array(0),
  replace: (characters) => Buffer.from('?'.repeat(characters.length)),
  backslashreplace: (characters) => Buffer.from(characters.map(backslashed).join('')),
  surrogateescape: (characters) => {
    const codes = characters.map((character) => character.codePointAt(0) as number);
    return codes.every((code) => code >= 0xdc80 && code <= 0xdcff) ? Uint8Array.from(codes) : undefined;
  },
};

function backslashed(character: string): string {
  const code = character.codePointAt(0) as number;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function decodeFault(codec: string, errors: string, bytes: Uint8Array, fault: Fault): string {
  if (errors === 'strict') throw new UnicodeDecodeError(codec, bytes, fault.start, fault.end, fault.reason);
  const handler = decodeHandlers[errors];
  if (handler === undefined) throw new LookupError(`unknown error handler name '${errors}'`);
  return handler(bytes.subarray(fault.start, fault.end));
}

/** Converts the parts between the runs that `unknown` finds as `encoding`, and the runs by the error handler. */
function encodeAround(text: string, unknown: RegExp, codec: Codec, reason: string, errors: string): Uint8Array {
  const encoding = codec.name === 'utf-8' ? 'utf8' : 'latin1';
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const match of text.matchAll(unknown)) {
    parts.push(Buffer.from(text.slice(at, match.index), encoding));
    const characters = Array.from(match[0]);
    const known = errors === 'strict' || errors in encodeHandlers;
    if (!known) throw new LookupError(`unknown error handler name '${errors}'`);
    const replacement = encodeHandlers[errors]?.(characters);
    if (replacement === undefined) {
      const start = Array.from(text.slice(0, match.index)).length;
      throw new UnicodeEncodeError(codec.name, text, start, start + characters.length, reason);
    }
    parts.push(replacement);
    at = match.index + match[0].length;
  }
  return joined([...parts, Buffer.from(text.slice(at), encoding)]);
}

/** Objects/stringlib/codecs.h: utf8_decode: the first place from `at` on that is no UTF-8. */
function utf8Fault(bytes: Uint8Array, from: number): Fault | undefined {
  const byte = (index: number) => bytes[index] as number;
  for (let start = from; start < bytes.length; ) {
    const lead = byte(start);
    if (lead < 0x80) {
      start++;
      continue;
    }
    const more = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (more === 0) return { start, end: start + 1, reason: 'invalid start byte' };
    for (let n = 1; n <= more; n++) {
      const end = start + n;
      if (end === bytes.length) return { start, end, reason: 'unexpected end of data' };
      const [least, most] = n === 1 ? secondByte(lead) : [0x80, 0xbf];
      if (byte(end) < least || byte(end) > most) return { start, end, reason: 'invalid continuation byte' };
    }
    start += more + 1;
  }
  return undefined;
}

/** The Unicode Standard, table 3-7: what may follow a lead byte. */
function secondByte(lead: number): [least: number, most: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

class Utf8Decoder implements Decoder {
  readonly #errors: string;
  #pending = new Uint8Array(0);

  constructor(errors: string) {
    this.#errors = errors;
  }

  decode(input: Uint8Array, final: boolean): string {
    const bytes = this.#pending.length > 0 ? joined([this.#pending, input]) : input;
    this.reset();
    let text = '';
    for (let at = 0; ; ) {
      const rest = bytes.subarray(at);
      if (isUtf8(rest)) return text + Buffer.from(rest).toString();
      const fault = utf8Fault(bytes, at) as Fault;
      text += Buffer.from(bytes.subarray(at, fault.start)).toString();
      if (!final && fault.reason === 'unexpected end of data') {
        this.#pending = bytes.slice(fault.start);
        return text;
      }
      text += decodeFault('utf-8', this.#errors, bytes, fault);
      at = fault.end;
    }
  }

  reset(): void {
    this.#pending = new Uint8Array(0);
  }
}

const utf8: Codec = {
  name: 'utf-8',
  encode: (text, errors) => encodeAround(text, /\p{Surrogate}+/gu, utf8, 'surrogates not allowed', errors),
  decoder: (errors) => new Utf8Decoder(errors),
};

const latin1: Codec = {
  name: 'latin-1',
  encode: (text, errors) => encodeAround(text, /[^\0-\xff]+/gu, latin1, 'ordinal not in range(256)', errors),
  decoder: () => ({ decode: (bytes) => Buffer.from(bytes).toString('latin1'), reset: () => {} }),
};

const ascii: Codec = {
  name: 'ascii',
  encode: (text, errors) => encodeAround(text, /[^\0-\x7f]+/gu, ascii, 'ordinal not in range(128)', errors),
  decoder: (errors) => ({
    decode: (bytes) =>
      Array.from(bytes, (byte, start) => {
        if (byte < 0x80) return String.fromCharCode(byte);
        return decodeFault('ascii', errors, bytes, { start, end: start + 1, reason: 'ordinal not in range(128)' });
      }).join(''),
    reset: () => {},
  }),
};

/** Lib/encodings/aliases.py, for these codecs; keys without the punctuation that Python ignores. */
const codecs: Readonly<Record<string, Codec>> = {
  utf8,
  u8: utf8,
  utf: utf8,
  ascii,
  usascii: ascii,
  646: ascii,
  latin1,
  latin: latin1,
  l1: latin1,
  iso88591: latin1,
  8859: latin1,
  cp819: latin1,
};

/**
 * Python/codecs.c: _PyCodec_Lookup
 *
 * Differs: only three of Python's encodings are there.
 *
 * @throws LookupError
 */
export function lookup(encoding: string): Codec {
  const codec = codecs[encoding.toLowerCase().replace(/[-_ ]/g, '')];
  if (codec === undefined) throw new LookupError(`unknown encoding: ${encoding}`);
  return codec;
}
