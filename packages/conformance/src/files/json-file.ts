import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { lineOf, lineOfOffset } from './json-lines.ts';
import { shownPath } from './shown-path.ts';

const MOST = 5;

/** Contract: throws an Error `file:line: place: what was expected` when it is no JSON or not what the schema wants. */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>): T {
  const path = shownPath(file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const messages = issues.slice(0, MOST).map((issue) => {
    const place = issue.path.map(String).join('.');
    return `${path}:${lineOf(text, issue.path)}: ${place === '' ? '' : `${place}: `}${issue.message}`;
  });
  const more = issues.length > MOST ? [`… and ${issues.length - MOST} more`] : [];
  throw new Error([...messages, ...more].join('\n'));
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const position = /position (\d+)/.exec(message)?.[1];
    const line = lineOfOffset(text, position === undefined ? text.length : Number(position));
    throw new Error(`${path}:${line}: no JSON: ${message.replace(/ \(line \d+ column \d+\)$/, '')}`);
  }
}
