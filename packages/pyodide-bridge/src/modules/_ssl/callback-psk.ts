/** _ssl.c: keys that both sides know beforehand. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { CallbackCalls } from './callback-calls.ts';
import { type Context, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

export function pskCallbacks(ssl: SslState, { call, decoded }: CallbackCalls) {
  const { capi } = ssl.bridge;
  const { contexts, connections, connectionOf } = objectsOf(ssl);

  const contextFor = (on: number): Context | undefined => {
    const self = connectionOf.get(on) ?? 0;
    return self === 0 ? undefined : contexts.of(connections.of(self).ctx);
  };

  /** Text at an address, None for none. */
  function textOrNone(address: number): PyObject {
    const bytes = address === 0 ? new Uint8Array() : openssl.stringBytesAt(address);
    return bytes.length === 0 ? capi.none() : decoded(bytes, 'utf-8');
  }

  /** A key as the Python callback gave it; null with an exception set, or when it is longer than `most`. */
  function key(o: PyObject, most: number): Uint8Array | null {
    const bytes = capi.bytesFrom(o);
    return bytes === null || bytes.length > most ? null : bytes;
  }

  function ignored(side: string, callback: PyObject): number {
    if (capi.PyErr_Occurred() !== 0) {
      capi.formatUnraisable(`Exception ignored in ssl PSK ${side} callback while calling callback %R`, callback);
    }
    return 0;
  }

  /** _ssl.c: psk_client_callback */
  function pskClient(on: number, hint: number, identity: number, mostOf: number, psk: number, most: number): number {
    const callback = contextFor(on)?.psk_client_callback ?? 0;
    const text = callback === 0 ? 0 : textOrNone(hint);
    const result = text === 0 ? 0 : call(callback, text);
    if (result === 0) return callback === 0 ? 0 : ignored('client', callback);
    try {
      const given = identityAndKey(result, most);
      if (given === null || given.identity.length + 1 > mostOf) return ignored('client', callback);
      openssl.storeBytes(identity, new Uint8Array([...given.identity, 0]));
      openssl.storeBytes(psk, given.key);
      return given.key.length;
    } finally {
      capi.Py_DecRef(result);
    }
  }

  function identityAndKey(o: PyObject, most: number): { identity: Uint8Array; key: Uint8Array } | null {
    const isPair = capi.PyTuple_Check(o) && capi.PyTuple_Size(o) === 2;
    if (!isPair) {
      capi.raise('TypeError', 'argument must be a tuple of an identity and a key');
      return null;
    }
    const name = capi.PyTuple_GetItem(o, 0);
    const text = name === capi.Py_None ? '' : capi.PyUnicode_Check(name) ? capi.stringFrom(name) : undefined;
    if (text === undefined) capi.raise('TypeError', `argument 1 must be str or None`);
    const bytes = text === undefined || text === null ? null : key(capi.PyTuple_GetItem(o, 1), most);
    return bytes === null ? null : { identity: Buffer.from(text as string), key: bytes };
  }

  /** _ssl.c: psk_server_callback */
  function pskServer(on: number, identity: number, psk: number, most: number): number {
    const callback = contextFor(on)?.psk_server_callback ?? 0;
    const text = callback === 0 ? 0 : textOrNone(identity);
    const result = text === 0 ? 0 : call(callback, text);
    if (result === 0) return callback === 0 ? 0 : ignored('server', callback);
    const bytes = key(result, most);
    capi.Py_DecRef(result);
    if (bytes === null) return ignored('server', callback);
    openssl.storeBytes(psk, bytes);
    return bytes.length;
  }

  return { pskClient, pskServer };
}
