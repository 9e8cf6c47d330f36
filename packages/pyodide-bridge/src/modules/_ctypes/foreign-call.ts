/** libffi's description of a call (`ffi_cif`), read and changed: what C is called with, and where its result goes. */
import type { EmscriptenModule, Pointer } from '../../wasm/emscripten.ts';

/** ffi.h: FFI_TYPE_... */
const Type = {
  VOID: 0,
  FLOAT: 2,
  DOUBLE: 3,
  UINT8: 5,
  SINT8: 6,
  UINT16: 7,
  SINT16: 8,
  UINT32: 9,
  UINT64: 11,
  SINT64: 12,
  STRUCT: 13,
  POINTER: 14,
} as const;

/** Word offsets of `ffi_cif`, and of `ffi_type`'s kind, which is a half word. */
const CIF_NARGS = 1;
const CIF_ARG_TYPES = 2;
const CIF_RTYPE = 3;
const CIF_NFIXEDARGS = 6;
const TYPE_KIND = 6;

export type ForeignValue = number | bigint;

export class ForeignCall {
  readonly #module: EmscriptenModule;
  readonly #cif: Pointer;
  readonly #result: Pointer;
  readonly #args: Pointer;

  constructor(module: EmscriptenModule, cif: Pointer, result: Pointer, args: Pointer) {
    this.#module = module;
    this.#cif = cif;
    this.#result = result;
    this.#args = args;
  }

  #word(pointer: Pointer, index = 0): number {
    return this.#module.HEAPU32[(pointer >>> 2) + index] as number;
  }

  #kindOf(type: Pointer): number {
    return this.#view(type + TYPE_KIND, 2).getUint16(0, true);
  }

  #view(pointer: Pointer, length: number): DataView {
    const { buffer, byteOffset } = this.#module.HEAPU8;
    return new DataView(buffer, byteOffset + pointer, length);
  }

  get count(): number {
    return this.#word(this.#cif, CIF_NARGS);
  }

  /** An argument; 0 behind the last. A structure is its address. */
  argument(index: number): ForeignValue {
    if (index >= this.count) return 0;
    const at = this.#word(this.#args, index);
    const kind = this.#kindOf(this.#word(this.#word(this.#cif, CIF_ARG_TYPES), index));
    const view = this.#view(at, 8);
    switch (kind) {
      case Type.FLOAT:
        return view.getFloat32(0, true);
      case Type.DOUBLE:
        return view.getFloat64(0, true);
      case Type.UINT8:
        return view.getUint8(0);
      case Type.SINT8:
        return view.getInt8(0);
      case Type.UINT16:
        return view.getUint16(0, true);
      case Type.SINT16:
        return view.getInt16(0, true);
      case Type.UINT64:
        return view.getBigUint64(0, true);
      case Type.SINT64:
        return view.getBigInt64(0, true);
      case Type.STRUCT:
        return at;
      case Type.POINTER:
      case Type.UINT32:
        return view.getUint32(0, true);
      default:
        return view.getInt32(0, true);
    }
  }

  /** The result as the caller has declared it. */
  return(value: ForeignValue): void {
    const kind = this.#kindOf(this.#word(this.#cif, CIF_RTYPE));
    const isWide = kind === Type.UINT64 || kind === Type.SINT64;
    const view = this.#view(this.#result, isWide || kind === Type.DOUBLE ? 8 : 4);
    if (kind === Type.VOID) return;
    if (kind === Type.DOUBLE) view.setFloat64(0, Number(value), true);
    else if (kind === Type.FLOAT) view.setFloat32(0, Number(value), true);
    else if (isWide) view.setBigInt64(0, BigInt.asIntN(64, integer(value)), true);
    else view.setInt32(0, Number(BigInt.asIntN(32, integer(value))), true);
  }

  /** Makes `call` with arguments behind the first `fixed` on the stack, as a variadic function of the guest takes them. */
  variadic(fixed: number, call: () => void): void {
    const at = (this.#cif >>> 2) + CIF_NFIXEDARGS;
    const given = this.#module.HEAPU32[at] as number;
    this.#module.HEAPU32[at] = Math.min(fixed, given);
    call();
    this.#module.HEAPU32[at] = given;
  }
}

/** A value of C as an integer, whatever was given. */
export function integer(value: ForeignValue): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
}
