/**
 * connection.c: pysqlite_check_thread: a connection, with its cursors and blobs, is for the thread that has made it. C's own check
 * knows threads by what C calls them, which is one name for all of Python's here.
 *
 * Who has made a connection is noted from the first thread on that is started: those that there are then are the only thread's.
 */
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import {
  PyObjectHead,
  PyTypeObject,
  PyWrapperDescrObject,
  pysqlite_Connection,
  pysqlite_Cursor,
} from '../../capi/layout.ts';
import { guardWords, methodWords } from '../../capi/method-guards.ts';
import { memberOf, whenImported } from '../../capi/moduleobject.ts';
import type { PyThread } from '../../scheduler/threads.ts';
import { rawFunction, registered, remembered } from '../../wasm/emscripten.ts';

const CONNECTION =
  `backup blobopen close commit create_aggregate create_collation create_function create_window_function
  cursor deserialize enable_load_extension execute executemany executescript getconfig getlimit load_extension rollback
  serialize set_authorizer set_progress_handler set_trace_callback setconfig setlimit __exit__`.split(/\s+/);
const CURSOR = 'close execute executemany executescript fetchall fetchmany fetchone'.split(' ');
const BLOB = 'close read seek tell write __enter__ __exit__'.split(' ');

const ITERNEXT_ARITY = 1;
const INIT_ARITY = 3;

/** The threads that connections belong to. */
function createOwners({ capi, scheduler }: Bridge) {
  const { memory } = capi;
  const owners = new Map<PyObject, PyThread>();

  function note(connection: PyObject): void {
    const { current } = scheduler;
    if (current !== undefined) owners.set(connection, current);
  }

  /** 1, or 0 with an exception set. */
  function check(connection: PyObject): number {
    if (connection === 0 || memory.int32(connection + pysqlite_Connection.check_same_thread) === 0) return 1;
    const { current } = scheduler;
    const owner = owners.get(connection);
    if (owner === undefined) note(connection);
    if (owner === undefined || owner === current || current === undefined) return 1;
    const error = memberOf(capi, '_sqlite3', 'ProgrammingError');
    const text =
      'SQLite objects created in a thread can only be used in that same thread. ' +
      `The object was created in thread id ${owner.ident} and this is thread id ${current.ident}.`;
    memory.withCString(text, (message) => rawFunction(capi.module, 'PyErr_SetString')(error, message));
    capi.Py_DecRef(error);
    return 0;
  }

  return { note, check };
}

type Owners = ReturnType<typeof createOwners>;

function guardTypes({ capi }: Bridge, database: PyObject, { note, check }: Owners): void {
  const { memory } = capi;
  const type = (name: string): PyObject => {
    const found = capi.PyObject_GetAttrString(database, memory.literal(name));
    capi.Py_DecRef(found);
    return found;
  };
  const connection = type('Connection');
  const cursor = type('Cursor');
  const nothing = (): void => undefined;
  guardWords(capi, methodWords(capi, connection, CONNECTION), { before: check as never, after: nothing });
  const words = [
    { at: cursor + PyTypeObject.tp_iternext, arity: ITERNEXT_ARITY },
    ...methodWords(capi, cursor, CURSOR),
    ...methodWords(capi, type('Blob'), BLOB),
  ];
  const before = (self = 0): number => check(memory.uint32(self + pysqlite_Cursor.connection));
  guardWords(capi, words, { before, after: nothing });
  const init = capi.PyObject_GetAttrString(connection, memory.literal('__init__'));
  capi.Py_DecRef(init);
  const inits = [connection + PyTypeObject.tp_init, init + PyWrapperDescrObject.d_wrapped];
  guardWords(
    capi,
    inits.map((at) => ({ at, arity: INIT_ARITY })),
    { before: () => 1, after: note },
  );
}

/** The connections that there are. */
function* connections({ capi }: Bridge, database: PyObject): Generator<PyObject> {
  const { memory, module } = capi;
  const type = capi.PyObject_GetAttrString(database, memory.literal('Connection'));
  const getObjects = memberOf(capi, 'gc', 'get_objects');
  const objects = rawFunction(module, 'PyObject_CallNoArgs')(getObjects);
  const count = rawFunction(module, 'PyList_Size')(objects);
  const isSubtype = rawFunction(module, 'PyType_IsSubtype');
  const isConnection = new Map<PyObject, boolean>();
  for (let index = 0; index < count; index++) {
    const o = rawFunction(module, 'PyList_GetItem')(objects, index);
    const own = memory.uint32(o + PyObjectHead.ob_type);
    let found = isConnection.get(own);
    if (found === undefined) {
      found = isSubtype(own, type) !== 0;
      isConnection.set(own, found);
    }
    if (found) yield o;
  }
  for (const o of [objects, getObjects, type]) capi.Py_DecRef(o);
}

export function checkThreads(bridge: Bridge): void {
  const owners = createOwners(bridge);
  const guarded = new Set<PyObject>();
  let database = 0;
  let isThreaded = false;
  const guard = registered(bridge.capi.module, 'threads of databases', (module) => {
    guarded.add(module);
    guardTypes(bridge, module, owners);
  });
  whenImported(bridge, '_sqlite3', (module) => {
    database = module;
    // A forked process does what its parent did, whose threads it has not.
    const isNeeded = remembered(bridge.capi.module, () => Number(isThreaded && !guarded.has(module))) === 1;
    if (isNeeded) guard(module);
  });
  bridge.scheduler.entrance.whenThreaded(() => {
    isThreaded = true;
    if (database === 0 || guarded.has(database)) return;
    for (const connection of connections(bridge, database)) owners.note(connection);
    guard(database);
  });
}
