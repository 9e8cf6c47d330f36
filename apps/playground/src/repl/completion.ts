/** The name that ends here, with its dots: what can be completed. */
export function wordBefore(text: string): string {
  return /[\p{L}\p{N}_.]*$/u.exec(text)![0];
}

/** What all completions begin with, as far as it goes beyond the word. */
export function completed(word: string, completions: readonly string[]): string {
  const [first = ''] = completions;
  let length = first.length;
  for (const other of completions) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return length > word.length ? first.slice(word.length, length) : '';
}
