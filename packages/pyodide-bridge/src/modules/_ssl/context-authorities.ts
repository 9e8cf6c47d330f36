/** _ssl.c: _SSLContext: where certificates of authorities are. */
import { openssl } from '@pysock/host';
import { fastCallKeywords, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { isGuestPath } from '../../kernel/files/guest-paths.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createCertificateData } from './certificate-data.ts';
import { createPaths } from './context-paths.ts';
import { nodeRoots, substituteBundle } from './default-authorities.ts';
import { createSslErrors, Line } from './errors.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

export function authorityMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const { addData, addGuestFile } = createCertificateData(ssl);
  const { pathOf, release, addressOf, setLoadError } = createPaths(ssl);
  const getenv = rawFunction(capi.module, 'getenv');
  const parseLocations = parsers.fastKeywords('|OOO:load_verify_locations', ['cafile', 'capath', 'cadata']);

  function load_verify_locations(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseLocations(args, count, names);
    if (parsed === null) return 0;
    const { Py_None } = capi;
    const [cafile = Py_None, capath = Py_None, cadata = Py_None] = parsed as PyObject[];
    if (cafile === Py_None && capath === Py_None && cadata === Py_None) {
      return capi.raise('TypeError', 'cafile, capath and cadata cannot be all omitted');
    }
    const file = pathOf(cafile, 'cafile');
    const folder = file === null ? null : pathOf(capath, 'capath');
    try {
      if (file === null || folder === null) return 0;
      const { ctx, told } = contexts.of(self);
      if (cadata !== Py_None && !addData(ctx, cadata)) return 0;
      if (file === 0 && folder === 0) return capi.none();
      if (folder === 0 && isGuestPath(capi.module, capi.PyBytes_AS_STRING(file))) return addGuestFile(ctx, file);
      openssl.ERR_clear_error();
      openssl.clearErrno();
      const isLoaded = c.SSL_CTX_load_verify_locations(ctx, addressOf(file), addressOf(folder)) === 1;
      if (!isLoaded) return setLoadError(Line.verifyLocations);
      if (folder !== 0) told.folders.push(Buffer.from(capi.bytesFrom(folder) ?? []).toString('latin1'));
      return capi.none();
    } finally {
      release(file);
      release(folder);
    }
  }

  /** The roots that Node brings: a system that has none of its own is no reason to trust nobody. */
  function addNodeRoots(ctx: number): PyObject {
    const pem = capi.strOf(nodeRoots());
    const isAdded = pem !== 0 && addData(ctx, pem);
    capi.Py_DecRef(pem);
    return isAdded ? capi.none() : 0;
  }

  /** Differs: where OpenSSL's own places are empty, others take their place (default-authorities.ts). */
  function set_default_verify_paths(self: PyObject): PyObject {
    const { ctx, told } = contexts.of(self);
    const [fileVariable, file, folderVariable, folders] = openssl.defaultVerifyPaths();
    const [itsFile, itsFolders] = [fileVariable, folderVariable].map((name) => {
      const value = getenv(capi.memory.literal(name));
      const text = value === 0 ? null : capi.memory.stringAt(value);
      openssl.setEnvironment(name, text);
      return text;
    }) as [string | null, string | null];
    if (c.SSL_CTX_set_default_verify_paths(ctx) === 0) return errors.setSSLError();
    told.folders.push(Buffer.from(itsFolders ?? folders).toString('latin1'));
    if (itsFile !== null || itsFolders !== null) return capi.none();
    const bundle = substituteBundle(file, folders);
    if (bundle === undefined) return capi.none();
    if (bundle === '') return addNodeRoots(ctx);
    const path = capi.bytesOf(Buffer.from(bundle));
    const isLoaded = c.SSL_CTX_load_verify_locations(ctx, addressOf(path), 0) === 1;
    capi.Py_DecRef(path);
    return isLoaded ? capi.none() : setLoadError(Line.verifyLocations);
  }

  return [
    fastCallKeywords(
      'load_verify_locations',
      load_verify_locations,
      'load_verify_locations($self, /, cafile=None, capath=None, cadata=None)\n--\n\n',
    ),
    noArgs('set_default_verify_paths', set_default_verify_paths, 'set_default_verify_paths($self, /)\n--\n\n'),
  ];
}
