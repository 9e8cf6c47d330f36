/**
 * What is registered after the start: a module that a program imports later makes functions of JavaScript too. Each time is noted as
 * the registration itself is (installation.ts), so that a forked process can do it again over its copy of the memory.
 */
import type { InstallationLog } from './installation-log.ts';

/** Something that was made: its name, the guest's address that it was made for, and what the calls into the guest returned. */
export interface JournalEntry {
  readonly name: string;
  readonly argument: number;
  readonly log: InstallationLog;
}

/** With a log, the calls into the guest that `work` makes are not made. */
type Run = <T>(log: InstallationLog | undefined, work: () => T) => [T, InstallationLog];

export class Journal {
  readonly entries: JournalEntry[] = [];
  readonly #makers = new Map<string, (argument: number) => void>();
  readonly #run: Run;
  #isOpen = false;

  constructor(run: Run) {
    this.#run = run;
  }

  /** How a thing of this name is made. */
  register(name: string, make: (argument: number) => void): void {
    this.#makers.set(name, make);
  }

  /** Makes a thing, and notes that. */
  make(name: string, argument: number): void {
    const make = this.#makers.get(name) as (argument: number) => void;
    if (this.#isOpen) {
      // It is part of what is being made already.
      make(argument);
      return;
    }
    this.#isOpen = true;
    try {
      const [, log] = this.#run(undefined, () => make(argument));
      this.entries.push({ name, argument, log });
    } finally {
      this.#isOpen = false;
    }
  }

  /** Makes everything again that another process has noted. */
  replay(entries: readonly JournalEntry[]): void {
    // What is made of other things is one entry, as it was there.
    this.#isOpen = true;
    try {
      for (const entry of entries) {
        const make = this.#makers.get(entry.name);
        if (make === undefined) throw new Error(`nothing makes ${entry.name} here`);
        this.#run(entry.log, () => make(entry.argument));
        this.entries.push(entry);
      }
    } finally {
      this.#isOpen = false;
    }
  }
}
