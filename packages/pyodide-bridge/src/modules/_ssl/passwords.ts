/** _ssl.c: _PySSLPasswordInfo: the password that a private key is read with. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { createNesting } from './callback-calls.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

/** The function that OpenSSL calls, of the whole process; whom it asks is set around each reading. */
let address = 0;
let ask: (most: number) => Uint8Array | null = () => null;

function passwordCallback(): number {
  if (address === 0) {
    address = openssl.callback('int password(uintptr_t, int, int, uintptr_t)', (buffer = 0, size = 0) => {
      const password = ask(size);
      if (password === null) return -1;
      openssl.storeBytes(buffer, password);
      return password.length;
    });
  }
  return address;
}

export function createPasswords(ssl: SslState) {
  const { capi } = ssl.bridge;
  const { isCallable } = objectsOf(ssl);
  const nested = createNesting(ssl);

  /** _ssl.c: _pwinfo_set. null with an exception set. */
  function bytesOf(o: PyObject, complaint: string): Uint8Array | null {
    if (capi.PyUnicode_Check(o)) {
      const text = capi.stringFrom(o);
      return text === null ? null : Buffer.from(text);
    }
    if (capi.PyBytes_Check(o) || capi.PyByteArray_Check(o)) return capi.bytesFrom(o);
    capi.raise('TypeError', complaint);
    return null;
  }

  /** Calls, once: one that has failed is not called again. */
  function called(callable: PyObject): () => Uint8Array | null {
    return () => {
      if (capi.PyErr_Occurred() !== 0) return null;
      const result = nested(() => capi.PyObject_CallNoArgs(callable));
      if (result === 0) return null;
      const password = bytesOf(result, 'password callback must return a string');
      capi.Py_DecRef(result);
      return password;
    };
  }

  function fitting(password: Uint8Array | null, most: number): Uint8Array | null {
    if (password === null || password.length <= most) return password;
    if (capi.PyErr_Occurred() === 0) capi.raise('ValueError', `password cannot be longer than ${most} bytes`);
    return null;
  }

  /** Does `work` while the context's keys are read with this password. 0 with an exception set. */
  function using(ctx: number, password: PyObject, work: () => PyObject): PyObject {
    if (password === capi.Py_None) return work();
    let answer: () => Uint8Array | null;
    if (isCallable(password)) answer = called(password);
    else {
      const bytes = bytesOf(password, 'password should be a string or callable');
      if (bytes === null) return 0;
      answer = () => bytes;
    }
    const callback = c.SSL_CTX_get_default_passwd_cb(ctx);
    const outer = ask;
    ask = (most) => fitting(answer(), most);
    c.SSL_CTX_set_default_passwd_cb(ctx, passwordCallback());
    try {
      return work();
    } finally {
      ask = outer;
      c.SSL_CTX_set_default_passwd_cb(ctx, callback);
    }
  }

  return { using };
}
