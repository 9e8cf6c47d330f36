/** The bytes that a sockaddr is made of. Both our machines are little-endian. */

export interface Sockaddr {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export function newSockaddr(family: number, size: number): Sockaddr {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, family, true);
  return { bytes, view };
}

export function viewOfSockaddr(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** C's strnlen. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
