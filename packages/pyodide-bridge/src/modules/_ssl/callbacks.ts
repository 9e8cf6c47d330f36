/**
 * What OpenSSL calls back: the functions of C, each made when it is first asked for, and what they do with Python's.
 *
 * Differs: while a callback runs, the other threads wait, as OpenSSL's C cannot be suspended. That for a server's name is called
 * outside of it (handshake.ts).
 */
import { openssl } from '@pysock/host';
import { createCallbackCalls, createNesting } from './callback-calls.ts';
import { debugCallbacks } from './callback-message.ts';
import { pskCallbacks } from './callback-psk.ts';
import { serverCallbacks } from './callback-servername.ts';
import type { SslState } from './state.ts';

export interface Callbacks {
  servername(): number;
  hello(): number;
  message(): number;
  keylog(): number;
  alpn(): number;
  pskClient(): number;
  pskServer(): number;
}

const known = new WeakMap<SslState, Callbacks>();

/** A function's address, which is made once. */
function once(make: () => number): () => number {
  let made = 0;
  return () => {
    if (made === 0) made = make();
    return made;
  };
}

export function createCallbacks(ssl: SslState): Callbacks {
  let callbacks = known.get(ssl);
  if (callbacks === undefined) {
    callbacks = makeCallbacks(ssl);
    known.set(ssl, callbacks);
  }
  return callbacks;
}

function makeCallbacks(ssl: SslState): Callbacks {
  const nested = createNesting(ssl);
  const tools = createCallbackCalls(ssl);
  const calls = { ...serverCallbacks(ssl, tools), ...debugCallbacks(ssl, tools), ...pskCallbacks(ssl, tools) };
  const p = 'uintptr_t';
  const n = 'unsigned int';
  const register = (declaration: string, call: (...args: never[]) => unknown): (() => number) =>
    once(() => openssl.callback(declaration, (...args) => nested(() => call(...(args as never[])) as number)));
  return {
    servername: register(`int servername(${p}, ${p}, ${p})`, calls.servername),
    hello: register(`int hello(${p}, ${p}, ${p})`, calls.hello),
    message: register(`void message(int, int, int, ${p}, size_t, ${p}, ${p})`, calls.message),
    keylog: register(`void keylog(${p}, ${p})`, calls.keylog),
    alpn: register(`int alpn(${p}, ${p}, ${p}, ${p}, ${n}, ${p})`, calls.alpn),
    pskClient: register(`${n} psk_client(${p}, ${p}, ${p}, ${n}, ${p}, ${n})`, calls.pskClient),
    pskServer: register(`${n} psk_server(${p}, ${p}, ${p}, ${n})`, calls.pskServer),
  };
}
