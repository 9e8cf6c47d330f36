/** _hashopenssl.c: the module `_hashlib`: digests, HMAC and key derivation of the OpenSSL that Node exports. */
import { openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { addMember, fillModule } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { CONSTRUCTORS, digestNames } from './digests.ts';
import { createHashTypes } from './hash.ts';
import { createHmac } from './hmac.ts';
import { keyDerivationFunctions } from './key-derivation.ts';
import { createHashState, type HashState } from './state.ts';

/** hashlib.h: HASHLIB_GIL_MINSIZE: below, CPython keeps its lock. */
const GIL_MINSIZE = 2048;

/**
 * Adds everything to the new module object. Where Node exports no OpenSSL the import fails as in a CPython that was built
 * without `_hashlib`.
 */
export function fillHashlib(bridge: Bridge, module: PyObject): void {
  const { capi } = bridge;
  if (!openssl.isAvailable()) {
    capi.raise('ModuleNotFoundError', "No module named '_hashlib'");
    throw RAISED;
  }
  const state = createHashState(bridge);
  const { HASH, HASHXOF, functions } = createHashTypes(state, module);
  const hmac = createHmac(state, module);
  fillModule(bridge, '_hashlib', module, {
    doc: 'OpenSSL interface for hashlib module',
    functions: [...functions, ...hmac.functions, ...keyDerivationFunctions(state)],
    constants: { _GIL_MINSIZE: GIL_MINSIZE },
    members: { HASH, HASHXOF, HMAC: hmac.HMAC, UnsupportedDigestmodError: state.UnsupportedDigestmodError },
  });
  addMember(capi, module, 'openssl_md_meth_names', nameSet(bridge));
  addMember(capi, module, '_constructors', constructorNames(state, module));
}

function nameSet({ capi }: Bridge): PyObject {
  const names = capi.listOf(digestNames().map((name) => capi.strOf(name)));
  const set = rawFunction(capi.module, 'PyFrozenSet_New')(names);
  capi.Py_DecRef(names);
  return set;
}

/** _hashopenssl.c: hashlib_init_constructors: a read-only dict of names by their functions. */
function constructorNames({ bridge, constructors }: HashState, module: PyObject): PyObject {
  const { capi } = bridge;
  const dict = capi.PyDict_New();
  for (const hash of CONSTRUCTORS) {
    const make = capi.PyObject_GetAttrString(module, capi.memory.literal(`openssl_${hash}`));
    const name = capi.strOf(hash);
    capi.PyDict_SetItem(dict, make, name);
    capi.Py_DecRef(name);
    // The dict keeps it.
    constructors.set(make, hash);
    capi.Py_DecRef(make);
  }
  const proxy = rawFunction(capi.module, 'PyDictProxy_New')(dict);
  capi.Py_DecRef(dict);
  return proxy;
}
