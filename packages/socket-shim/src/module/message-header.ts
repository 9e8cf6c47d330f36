/** `struct msghdr`, with what it points to in one piece of memory that is used again. */

import { addressOf } from '@pysock/host/call';
import { iovec, msghdr } from '@pysock/host/layouts';

/** A part of a message: bytes, or where they lie in the host's memory. */
export type Part = Uint8Array | { readonly address: number; readonly length: number };

/** V8 keeps a small array in its own heap, and moves it out when its address is asked for: 2 us for each. */
class Block {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly address: number;
  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
    this.address = addressOf(this.bytes);
  }
}

const BLOCK = 4096;
const MOST_SPARE = 8;
const spare: Block[] = [];

const ALIGNMENT = 8;
const aligned = (offset: number): number => offset + ((ALIGNMENT - (offset % ALIGNMENT)) % ALIGNMENT);

/** The memory stays in its place until `dispose`, and what it holds is zero at first. The parts must live as long. */
export class MessageHeader {
  readonly #block: Block;
  readonly #name: number;
  readonly #nameSize: number;
  readonly #control: number;
  readonly #controlSize: number;

  constructor(parts: readonly Part[], nameSize: number, controlSize: number) {
    const vector = aligned(msghdr.sizeof);
    this.#name = vector + parts.length * iovec.sizeof;
    this.#nameSize = nameSize;
    this.#control = aligned(this.#name + nameSize);
    this.#controlSize = controlSize;
    const size = this.#control + controlSize;
    const used = size > BLOCK ? undefined : spare.pop();
    used?.bytes.fill(0, 0, size);
    // New memory is zero without being touched: however large a buffer is asked for, it takes what the message needs.
    this.#block = used ?? new Block(Math.max(size, BLOCK));
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as Part;
      const at = vector + index * iovec.sizeof;
      this.#set(at + iovec.iov_base, part instanceof Uint8Array ? addressOf(part) : part.address);
      this.#set(at + iovec.iov_len, part.length);
    }
    const { address } = this.#block;
    this.#set(msghdr.msg_iov, address + vector);
    this.#set(msghdr.msg_iovlen, parts.length);
    this.#set(msghdr.msg_name, nameSize === 0 ? 0 : address + this.#name);
    this.#set(msghdr.msg_control, controlSize === 0 ? 0 : address + this.#control);
    this.nameLength = nameSize;
    this.controlLength = controlSize;
  }

  /** A word of 64 bits. */
  #set(offset: number, value: number): void {
    const { view } = this.#block;
    view.setUint32(offset, value >>> 0, true);
    view.setUint32(offset + 4, value / 2 ** 32, true);
  }

  /** The structure, and what is behind it. */
  get bytes(): Uint8Array {
    return this.#block.bytes;
  }
  get name(): Uint8Array {
    return this.#block.bytes.subarray(this.#name, this.#name + this.#nameSize);
  }
  get control(): Uint8Array {
    return this.#block.bytes.subarray(this.#control, this.#control + this.#controlSize);
  }
  /** How many bytes of control messages there is room for. */
  get controlSize(): number {
    return this.#controlSize;
  }
  /** The control messages that came. */
  get received(): Uint8Array {
    const length = Math.min(this.controlLength, this.#controlSize);
    return this.#block.bytes.subarray(this.#control, this.#control + length);
  }
  get nameLength(): number {
    return this.#block.view.getUint32(msghdr.msg_namelen, true);
  }
  set nameLength(length: number) {
    this.#block.view.setUint32(msghdr.msg_namelen, length, true);
  }
  get controlLength(): number {
    const { view } = this.#block;
    const high = view.getUint32(msghdr.msg_controllen + 4, true);
    return high * 2 ** 32 + view.getUint32(msghdr.msg_controllen, true);
  }
  set controlLength(length: number) {
    this.#set(msghdr.msg_controllen, length);
  }
  get flags(): number {
    return this.#block.view.getInt32(msghdr.msg_flags, true);
  }

  /** Gives the memory up: another message may use it. */
  dispose(): void {
    if (this.#block.bytes.length === BLOCK && spare.length < MOST_SPARE) spare.push(this.#block);
  }
}
