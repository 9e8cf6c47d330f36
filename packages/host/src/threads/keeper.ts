/**
 * A child that nobody sees, until it is to be a child like any other.
 *
 * A keeper is a process that shares memory with this one and runs machine code alone (assembly/keeper-*.S). It was made without a signal
 * for its end, so that wait(2) does not find it, and SIGCHLD does not tell of it, as long as it executes no program. The program that it starts
 * is its child. When the keeper ends by itself, its child becomes this process's, which is a "subreaper" for so long. When this process ends,
 * however that happens, the keeper's connection does too: it kills its child and ends. Seen on Linux 6.18: 0.2 ms until there is a keeper.
 */
import { addressOf, lazy, resultOf, viewOf } from '../call/libc.ts';
import { cString } from '../call/memory.ts';
import { constants } from '../constants/all.ts';
import { code as codeArm64 } from '../generated/machine-code/keeper-arm64.ts';
import { code as codeX64 } from '../generated/machine-code/keeper-x64.ts';
import { isSubreaper, setSubreaper } from '../sys/prctl.ts';
import { socketpair } from '../sys/socket.ts';
import { type Program, stringArray } from '../sys/spawn.ts';
import { close, fcntl, read, write } from '../sys/unistd.ts';
import { wait4, waitid } from '../sys/wait.ts';
import { Keeper as Block } from './keeper-block.ts';
import { mapCode } from './machine-code.ts';
import { SharedBlock, withSignalsBlocked } from './native-thread.ts';

const { AF_UNIX, CLONE_VM, EINTR, F_DUPFD_CLOEXEC, P_PID, SOCK_CLOEXEC, SOCK_STREAM } = constants;
const { WEXITED, WNOHANG, WNOWAIT, __WALL } = constants;

const c = {
  clone: lazy<(entry: number, stack: number, flags: number, argument: number) => number>(
    'int clone(uintptr_t, uintptr_t, int, uintptr_t)',
  ),
};

const MOST = 2 ** 32 - 1;
const LAST_STANDARD = 2;

/** Where the machine code lies, once it is mapped. */
let entry = 0;
/** Blocks of keepers that have ended. */
const free: SharedBlock[] = [];

/** Both ends of a connection, which are no standard streams. */
function connection(): readonly [number, number] | undefined {
  const pair = new Int32Array(2);
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) return undefined;
  return [...pair].map((end) => {
    if (end > LAST_STANDARD) return end;
    const moved = fcntl(end, F_DUPFD_CLOEXEC, LAST_STANDARD + 1);
    close(end);
    return moved;
  }) as [number, number];
}

function fill(block: SharedBlock, program: Program, control: number, kept: number): readonly unknown[] {
  const [path, argv, env] = [cString(program.path), stringArray(program.argv), stringArray(program.env)];
  const words = new Uint32Array(block.words.buffer, block.words.byteOffset, Block.stack / 4);
  const [low, high] = control < kept ? [control, kept] : [kept, control];
  words[Block.pid / 4] = 0;
  words[Block.control / 4] = control;
  words[Block.kept / 4] = kept;
  // Where the two are neighbours, the one between them has no beginning before its end, and the kernel refuses it.
  words.set([0, low - 1, low + 1, high - 1, high + 1, MOST], Block.ranges / 4);
  block.write(Block.path, addressOf(path));
  block.write(Block.argv, addressOf(argv.pointers));
  block.write(Block.envp, addressOf(env.pointers));
  block.write(Block.mask, 0);
  const texts = viewOf(block.address + Block.root, Block.hole - Block.root + 16);
  texts.set(cString('/'));
  texts.set(cString('/dev/null'), Block.hole - Block.root);
  return [path, argv, env];
}

export class Keeper {
  readonly #block: SharedBlock;
  readonly #pid: number;
  readonly #control: number;
  /** The number of the child. */
  readonly child: number;

  private constructor(block: SharedBlock, pid: number, control: number, child: number) {
    this.#block = block;
    this.#pid = pid;
    this.#control = control;
    this.child = child;
  }

  /** Starts a program that has no descriptor but `kept`, under its number, and the root for a folder. Undefined when it cannot. */
  static start(program: Program, kept: number): Keeper | undefined {
    if (entry === 0) entry = mapCode(process.arch === 'arm64' ? codeArm64 : codeX64);
    const ends = entry === 0 ? undefined : connection();
    if (ends === undefined) return undefined;
    const [mine, its] = ends;
    const block = free.pop() ?? new SharedBlock(Block.size);
    const strings = fill(block, program, its, kept);
    const pid = withSignalsBlocked([], () =>
      resultOf(c.clone(entry, block.address + Block.stack, CLONE_VM, block.address)),
    );
    close(its);
    const child = new Int32Array(1);
    let length = -EINTR;
    while (pid > 0 && length === -EINTR) length = read(mine, new Uint8Array(child.buffer), child.byteLength);
    const keeper = new Keeper(
      block,
      pid,
      mine,
      strings.length > 0 && length === child.byteLength ? (child[0] as number) : -1,
    );
    if (keeper.child > 0) return keeper;
    keeper.end();
    return undefined;
  }

  /** Until the keeper is gone. It ends when the connection does, at the latest. */
  #wait(): void {
    if (this.#pid > 0) while (wait4(this.#pid, new Int32Array(1), __WALL, null) === -EINTR);
    free.push(this.#block);
  }

  /** Makes the child this process's own, and ends the keeper. False when there is no such child any more. */
  release(): boolean {
    const was = isSubreaper();
    setSubreaper(true);
    try {
      write(this.#control, Uint8Array.of(1), 1);
      close(this.#control);
      this.#wait();
    } finally {
      if (!was) setSubreaper(false);
    }
    return waitid(P_PID, this.child, WEXITED | WNOHANG | WNOWAIT) === 0;
  }

  /** Ends the keeper and its child. Returns when that is so. */
  end(): void {
    close(this.#control);
    this.#wait();
  }
}
