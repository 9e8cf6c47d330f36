/** Python/getargs.c: formats of arguments: their units, which of these are optional, and the function's name for messages. */

export interface Format {
  units: string[];
  required: number;
  positional: number;
  name: string | undefined;
  message: string | undefined;
}

export function readFormat(format: string): Format {
  const [spec, name] = splitOnce(format, ':');
  const [body, message] = splitOnce(spec, ';');
  const units: string[] = [];
  let required = -1;
  let positional = -1;
  for (const [token] of body.matchAll(/\||\$|[Oi]!|et|[a-zA-Z]\*?/g)) {
    if (token === '|') required = units.length;
    else if (token === '$') positional = units.length;
    else units.push(token);
  }
  return {
    units,
    required: required < 0 ? units.length : required,
    positional: positional < 0 ? units.length : positional,
    name,
    message,
  };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
