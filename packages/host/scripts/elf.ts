/** Reads a section out of an ELF object file, so that tables for another machine are read without running anything. */

const ELF_MAGIC = 0x7f454c46;

/** The bytes of the section called `name` in a 64-bit little-endian object file. */
export function readSection(object: Buffer, name: string): Buffer {
  if (object.readUInt32BE(0) !== ELF_MAGIC || object[4] !== 2 || object[5] !== 1) {
    throw new Error('not a 64-bit little-endian ELF file');
  }
  const tableOffset = Number(object.readBigUInt64LE(0x28));
  const entrySize = object.readUInt16LE(0x3a);
  const count = object.readUInt16LE(0x3c);
  const header = (index: number) => {
    const at = tableOffset + index * entrySize;
    const offset = Number(object.readBigUInt64LE(at + 0x18));
    const size = Number(object.readBigUInt64LE(at + 0x20));
    return { nameAt: object.readUInt32LE(at), bytes: object.subarray(offset, offset + size) };
  };
  const strings = header(object.readUInt16LE(0x3e)).bytes;
  for (let index = 0; index < count; index++) {
    const section = header(index);
    const end = strings.indexOf(0, section.nameAt);
    if (strings.toString('latin1', section.nameAt, end) === name) return section.bytes;
  }
  throw new Error(`the object file has no section ${name}`);
}
