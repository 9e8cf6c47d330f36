/** What is being measured, on stderr: a line that the next one replaces in a terminal, else a line each. */
export class Progress {
  readonly #all: number;
  readonly #stream: NodeJS.WriteStream;
  readonly #started = performance.now();
  #done = 0;

  constructor(all: number, stream: NodeJS.WriteStream = process.stderr) {
    this.#all = all;
    this.#stream = stream;
  }

  show(title: string): void {
    const seconds = Math.round((performance.now() - this.#started) / 1000);
    const text = `${this.#done + 1} of ${this.#all}, ${seconds} s: ${title}`.slice(0, 79);
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  }

  done(count: number): void {
    this.#done += count;
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K');
  }
}
