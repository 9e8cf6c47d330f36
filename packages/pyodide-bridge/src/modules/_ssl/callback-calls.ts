/** What all callbacks of OpenSSL's need to call Python. */
import type { PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { callTaking } from '../calls.ts';
import type { Connection } from './objects.ts';
import type { SslState } from './state.ts';

export type CallbackCalls = ReturnType<typeof createCallbackCalls>;

export function createCallbackCalls(ssl: SslState) {
  const { capi } = ssl.bridge;
  const getRef = rawFunction(capi.module, 'PyWeakref_GetRef');
  const fromEncodedObject = rawFunction(capi.module, 'PyUnicode_FromEncodedObject');
  const { literal } = capi.memory;

  const call = (callable: PyObject, ...args: PyObject[]): PyObject => callTaking(capi, callable, ...args);

  /** What a callback is given as the connection: a new reference, 0 when that is gone. */
  function given(self: PyObject, { owner, Socket }: Connection): PyObject {
    const weak = owner || Socket;
    if (weak === 0) return capi.newRef(self);
    return capi.memory.onStack(4, (slot) => (getRef(weak, slot) > 0 ? capi.memory.uint32(slot) : 0));
  }

  function decoded(bytes: Uint8Array, encoding: string): PyObject {
    const o = capi.bytesOf(bytes);
    if (o === 0) return 0;
    const text = fromEncodedObject(o, literal(encoding), 0);
    if (text === 0) capi.formatUnraisable('Exception ignored in ssl servername callback while decoding name %R', o);
    capi.Py_DecRef(o);
    return text;
  }

  /** Keeps what was raised until the operation ends. */
  function keep(connection: Connection): void {
    if (connection.exc !== 0) capi.Py_DecRef(connection.exc);
    connection.exc = capi.PyErr_GetRaisedException();
  }

  return { call, given, decoded, keep };
}

/** Runs Python in the middle of the running thread's operation, which goes on afterwards. */
export function createNesting({ bridge: { scheduler } }: SslState): <T>(body: () => T) => T {
  return (body) => {
    const thread = scheduler.current;
    if (thread === undefined) return body();
    const { wait, complete, signalled } = thread;
    thread.wait = undefined;
    thread.complete = undefined;
    try {
      return body();
    } finally {
      thread.wait = wait;
      thread.complete = complete;
      thread.signalled ||= signalled;
    }
  };
}
