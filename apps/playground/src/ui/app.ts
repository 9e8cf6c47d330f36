/** The playground in a terminal: panes, the menu and the list of sockets, and the keys that move between them. */
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Play } from '../examples.ts';
import type { Program } from '../python/program.ts';
import { startInOrder } from '../python/start-in-order.ts';
import { type Key, listen } from '../terminal/keyboard.ts';
import { paintFor } from '../terminal/paint.ts';
import { Screen } from '../terminal/screen.ts';
import { composeFrame, hasRoomFor } from './layout.ts';
import { Menu } from './menu.ts';
import { Pane } from './pane.ts';
import { type ListedSocket, listSockets } from './socket-list.ts';

/** Milliseconds: between two frames, and between two looks at the sockets. */
const FRAME = 20;
const SOCKETS = 400;

const PROMPT: Program = { title: 'prompt' };

class App {
  readonly quit: Promise<number>;
  readonly #screen: Screen;
  readonly #paint = paintFor(process.env);
  readonly #menu: Menu;
  #isMenuOpen = false;
  #panes: Pane[] = [];
  #focus = 0;
  #sockets: readonly ListedSocket[] = [];
  #loading = new AbortController();
  #frame: NodeJS.Timeout | undefined;
  #isPasting = false;
  #end: (code: number) => void = () => {};

  readonly #keys: Readonly<Record<string, () => void>> = {
    tab: () => this.#moveFocus(1),
    'shift-tab': () => this.#moveFocus(-1),
    'ctrl-c': () => this.#pane.interrupt(),
    'ctrl-\\': () => this.#pane.stop(),
    'ctrl-r': () => void this.#pane.restart(),
    'ctrl-s': () => this.#split(),
    'ctrl-d': () => this.#endInputOrClose(),
    pageup: () => this.#scroll(1),
    pagedown: () => this.#scroll(-1),
  };

  constructor(screen: Screen, examples: readonly Play[]) {
    this.#screen = screen;
    this.#menu = new Menu(examples);
    this.quit = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  open(play: Play | undefined): void {
    this.#isMenuOpen = play === undefined;
    this.#load(play ?? this.#menu.marked);
    setInterval(() => this.#lookAtSockets(), SOCKETS);
  }

  async close(): Promise<void> {
    this.#loading.abort();
    await Promise.all(this.#panes.map((pane) => pane.close()));
  }

  press(key: Key): void {
    if (key.name === 'paste-start' || key.name === 'paste-end') this.#isPasting = key.name === 'paste-start';
    else if (this.#isPasting && !this.#isMenuOpen) this.#pane.press(key, true);
    else if (this.#isPasting) return;
    else if (key.name === 'ctrl-x') this.#end(0);
    else if (key.name === 'ctrl-l') this.redraw();
    else if (key.name === 'ctrl-o') this.#isMenuOpen = !this.#isMenuOpen;
    else if (this.#isMenuOpen) this.#pressInMenu(key);
    else if (this.#keys[key.name]) this.#keys[key.name]!();
    else this.#pane.press(key, false);
    this.#changed();
  }

  redraw(): void {
    this.#screen.clear();
    this.#changed();
  }

  get #pane(): Pane {
    return this.#panes[this.#focus]!;
  }

  #newPane(program: Program): Pane {
    return new Pane(program, () => this.#changed());
  }

  /** Puts other panes in the place of these. */
  #load(play: Play): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const old = this.#panes;
    const panes = play.programs.map((program) => this.#newPane(program));
    this.#panes = panes;
    this.#focus = 0;
    // The old ones may hold the ports that the new ones want.
    Promise.all(old.map((pane) => pane.close())).then(() => startInOrder(panes, signal));
  }

  #pressInMenu(key: Key): void {
    if (key.name === 'return') this.#load(this.#menu.marked);
    if (key.name === 'return' || key.name === 'escape') this.#isMenuOpen = false;
    this.#menu.press(key);
  }

  #moveFocus(step: number): void {
    this.#focus = (this.#focus + step + this.#panes.length) % this.#panes.length;
  }

  #split(): void {
    if (!hasRoomFor(this.#panes.length + 1, this.#screen.size)) {
      this.#screen.bell();
      return;
    }
    const pane = this.#newPane(PROMPT);
    this.#panes = [...this.#panes, pane];
    this.#focus = this.#panes.length - 1;
    pane.start();
  }

  #endInputOrClose(): void {
    const pane = this.#pane;
    if (pane.state !== 'ended') pane.endInput();
    else if (this.#panes.length === 1) this.#end(0);
    else {
      this.#panes = this.#panes.filter((other) => other !== pane);
      this.#focus = Math.min(this.#focus, this.#panes.length - 1);
    }
  }

  #scroll(direction: 1 | -1): void {
    const half = Math.floor(this.#screen.size.rows / 2);
    this.#pane.scrolled = Math.max(0, this.#pane.scrolled + direction * half);
  }

  #lookAtSockets(): void {
    this.#sockets = listSockets(this.#panes);
    this.#changed();
  }

  #changed(): void {
    this.#frame ??= setTimeout(() => {
      this.#frame = undefined;
      const view = {
        panes: this.#panes,
        focus: this.#focus,
        menu: this.#isMenuOpen ? this.#menu : undefined,
        sockets: this.#sockets,
      };
      this.#screen.draw(composeFrame(view, this.#screen.size, this.#paint));
    }, FRAME);
  }
}

/** Contract: answers when the user quits or the terminal goes, with every process ended and the terminal as it was. */
export async function openPlayground(examples: readonly Play[], play: Play | undefined): Promise<number> {
  const screen = new Screen(process.stdout);
  const app = new App(screen, examples);
  process.on('exit', () => screen.close());
  // Before the error is printed.
  process.on('uncaughtExceptionMonitor', () => screen.close());
  screen.open();
  const release = listen(process.stdin, (key) => app.press(key));
  process.stdout.on('resize', () => app.redraw());
  process.on('SIGCONT', () => app.redraw());
  app.open(play);
  const code = await Promise.race([
    app.quit,
    ...(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) =>
      once(process, name).then(() => 128 + constants.signals[name]),
    ),
  ]);
  await app.close();
  release();
  screen.close();
  return code;
}
