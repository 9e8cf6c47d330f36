/** _ssl.c: PyInit__ssl: the module `_ssl`, over the OpenSSL that Node is linked with. */
import { openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { addMember } from '../../capi/moduleobject.ts';
import type { SocketModule } from '../_socket/index.ts';
import { createCertificateType } from './certificate.ts';
import { DEFAULT_CIPHERS, features, numbers } from './constants.ts';
import { createContextType } from './context.ts';
import { createExceptions } from './exceptions.ts';
import { sslFunctions } from './functions.ts';
import { createMemoryBIOType } from './memory-bio.ts';
import { createSessionType } from './session.ts';
import { createSSLSocketType } from './socket.ts';
import type { SslState } from './state.ts';

/** Version numbers as `ssl.OPENSSL_VERSION_INFO` has them: major, minor, fix, patch, status. */
function versionInfo(version: number): number[] {
  return [version >>> 28, (version >>> 20) & 0xff, (version >>> 12) & 0xff, (version >>> 4) & 0xff, version & 0xf];
}

/** Fills an empty module `_ssl`, where this Node has an OpenSSL that can be called. */
export function fillSslModule(bridge: Bridge, { sockets, type: Sock_Type }: SocketModule, module: PyObject): void {
  const { capi, define } = bridge;
  const add = (name: string, o: PyObject): void => addMember(capi, module, name, o);
  const exceptions = createExceptions(bridge, module);
  const memoryBIO = createMemoryBIOType(bridge, exceptions, module);
  const certificate = createCertificateType(bridge, module);
  const state: SslState = { bridge, sockets, module, Sock_Type, exceptions, memoryBIO, certificate };

  add('__doc__', capi.strOf('TLS, as OpenSSL has it. See the module ssl for what programs use.'));
  const owner = capi.strOf('_ssl');
  const functions = sslFunctions(bridge, exceptions, certificate);
  for (const [name, o] of define.functions(functions, module, owner)) add(name, o);
  capi.Py_DecRef(owner);
  for (const [name, type] of Object.entries(exceptions)) add(name, capi.newRef(type));
  add('MemoryBIO', capi.newRef(memoryBIO.type));
  add('Certificate', capi.newRef(certificate.type));
  add('_SSLContext', createContextType(state));
  add('_SSLSocket', createSSLSocketType(state));
  add('SSLSession', createSessionType(state));
  for (const [name, value] of Object.entries(numbers)) add(name, capi.fromNumber(value));
  for (const [name, value] of Object.entries(features)) add(name, capi.PyBool_FromLong(value));

  const version = openssl.versionNumber();
  const info = (): PyObject => capi.tupleOf(...versionInfo(version).map((part) => capi.fromNumber(part)));
  add('OPENSSL_VERSION_NUMBER', capi.fromNumber(version));
  add('OPENSSL_VERSION_INFO', info());
  add('_OPENSSL_API_VERSION', info());
  add('OPENSSL_VERSION', capi.strOf(openssl.versionText()));
  add('_DEFAULT_CIPHERS', capi.strOf(DEFAULT_CIPHERS));
}
