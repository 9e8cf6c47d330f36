/**
 * What a C function returns after it has called Python, for those whose native frame a copy has not, and whose result follows from
 * Python's: `type.__call__`, `exec`, `next`, an object's `__call__`, and the like. Others cannot be returned into.
 */
import type { CApi, Pointer, PyObject } from '../capi/index.ts';
import {
  CodeUnit,
  GeneratorFrame,
  Instructions,
  InterpreterFrame,
  Py_TAG_REFCNT,
  PyCFunctionObject,
} from '../capi/layout.ts';
import { type RawFunction, rawAddress, rawFunction } from '../wasm/emscripten.ts';
import { TaskStep } from './task-step.ts';

/** What is known of the lowest frame above the C function. */
export interface LowestFrame {
  readonly isGenerator: boolean;
  /** The name of its code: `__init__`, `__call__`. */
  readonly name: string;
  /** Its first argument, a new reference; 0 for none. */
  readonly self: PyObject;
}

/** The C function that cannot be returned into, by its name. */
export class LostFunction extends Error {
  constructor(name: string) {
    super(
      `this process is a copy that os.fork() has made inside ${name}, which it cannot return to: ` +
        'let it end by os._exit() or os.exec*() there, or fork outside',
    );
  }
}

/** Types of callables whose result is that of the function which they call. */
const TRANSPARENT = new Set([
  'functools.partial',
  'functools._lru_cache_wrapper',
  'method-wrapper',
  'method',
  'function',
  'staticmethod',
  'classmethod',
]);
const BUILTIN = new Set(['builtin_function_or_method', 'method_descriptor']);
/** Builtins of which the same is true. */
const PASSES_VALUE = new Set(['run', 'eval', '__call__']);

type Call = 'CALL' | 'CALL_KW' | 'CALL_FUNCTION_EX';
type Instruction = keyof typeof Instructions;

function instructionOf(code: number): Instruction | undefined {
  for (const [name, { codes }] of Object.entries(Instructions)) {
    if ((codes as readonly number[]).includes(code)) return name as Instruction;
  }
  return undefined;
}

const isCall = (instruction: Instruction | undefined): instruction is Call => instruction?.startsWith('CALL') === true;

/** How many words of the frame's stack a call has for itself. */
function wordsOf(instruction: Call, argument: number): number {
  if (instruction === 'CALL') return argument + 2;
  return instruction === 'CALL_KW' ? argument + 3 : 4;
}

/** The object of a stack reference. */
const objectOf = (bits: number): PyObject => bits & ~3;

export class Returns {
  readonly #capi: CApi;
  readonly #typeType: PyObject;
  readonly #cellType: PyObject;
  readonly #cellGet: RawFunction;
  readonly #exitContext: RawFunction;
  readonly #setNone: RawFunction;

  constructor(capi: CApi) {
    this.#capi = capi;
    this.#typeType = rawAddress(capi.module, 'PyType_Type');
    this.#cellType = rawAddress(capi.module, 'PyCell_Type');
    this.#cellGet = rawFunction(capi.module, 'PyCell_Get');
    this.#exitContext = rawFunction(capi.module, 'PyContext_Exit');
    this.#setNone = rawFunction(capi.module, 'PyErr_SetNone');
  }

  /** Call it before the frame is evaluated. */
  lowest(frame: Pointer): LowestFrame {
    const { memory, module } = this.#capi;
    const owner = module.HEAPU8[frame + InterpreterFrame.owner];
    const isGenerator = owner === InterpreterFrame.FRAME_OWNED_BY_GENERATOR;
    const code = objectOf(memory.uint32(frame + InterpreterFrame.f_executable));
    // A copy that is made while an exception is on its way keeps it.
    const raised = this.#capi.PyErr_GetRaisedException();
    const name = this.#textOf(code, 'co_name');
    if (raised !== 0) this.#capi.PyErr_SetRaisedException(raised);
    return { isGenerator, name, self: isGenerator ? 0 : this.#firstArgument(frame) };
  }

  /** Whether a generator whose frame this is goes on after what it has returned. */
  hasYielded(frame: Pointer): boolean {
    return (this.#capi.module.HEAP8[frame + GeneratorFrame.frame_state] as number) < 0;
  }

  /**
   * Has `frame` go on behind its call of a C function, which had called Python and got `value`. 0 when the frame is to raise.
   *
   * @throws LostFunction names a C function of which that is not known.
   */
  through(frame: Pointer, value: PyObject, above: LowestFrame, hasYielded: boolean): PyObject {
    const { memory, module } = this.#capi;
    const raised = value === 0 ? this.#capi.PyErr_GetRaisedException() : 0;
    const place = memory.uint32(frame + InterpreterFrame.instr_ptr);
    const instruction = instructionOf(module.HEAPU8[place] as number);
    const argument = module.HEAPU8[place + 1] as number;
    if (instruction === 'FOR_ITER' && (above.isGenerator || above.name === '__next__')) {
      return this.#next(frame, value, raised, above.isGenerator ? hasYielded : true, argument);
    }
    const top = memory.uint32(frame + InterpreterFrame.stackpointer);
    const base = isCall(instruction) ? top - wordsOf(instruction, argument) * 4 : 0;
    if (base !== 0 && above.isGenerator && this.#builtinName(objectOf(memory.uint32(base))) === 'run') {
      return this.#step(frame, value, raised, hasYielded);
    }
    if (base !== 0) this.#leaveContext(objectOf(memory.uint32(base)), memory.uint32(base + 4));
    if (raised !== 0) {
      // What C functions do with an exception is to pass it on.
      this.#capi.PyErr_SetRaisedException(raised);
      return 0;
    }
    if (!isCall(instruction)) {
      const code = objectOf(memory.uint32(frame + InterpreterFrame.f_executable));
      throw new LostFunction(`an operator or an attribute in ${this.#textOf(code, 'co_qualname')}()`);
    }
    const callable = objectOf(memory.uint32(base));
    const result = this.#resultOf(callable, value, above, hasYielded);
    if (result === undefined) throw new LostFunction(this.#reprOf(callable));
    if (result === 0) return 0;
    this.#close(base, top);
    memory.setInt32(base, result);
    memory.setInt32(frame + InterpreterFrame.stackpointer, base + 4);
    this.#advance(frame, Instructions[instruction].size);
    return result;
  }

  /** `Context.run` of a step of an asyncio task, whose coroutine this is. It is called by `Handle._run`: with a tuple. */
  #step(frame: Pointer, value: PyObject, raised: PyObject, hasYielded: boolean): PyObject {
    const capi = this.#capi;
    const { memory } = capi;
    const top = memory.uint32(frame + InterpreterFrame.stackpointer);
    const base = top - wordsOf('CALL_FUNCTION_EX', 0) * 4;
    const callable = objectOf(memory.uint32(base));
    const step = TaskStep.of(capi, objectOf(memory.uint32(base + 8)));
    if (step === undefined) throw new LostFunction(this.#reprOf(callable));
    const outcome = raised !== 0 ? 'raises' : hasYielded ? 'yields' : 'returns';
    const result = step.finish(outcome, raised !== 0 ? raised : value);
    const error = result === 0 ? capi.PyErr_GetRaisedException() : 0;
    this.#leaveContext(callable, memory.uint32(base + 4));
    if (error !== 0) capi.PyErr_SetRaisedException(error);
    if (result === 0) return 0;
    this.#close(base, top);
    memory.setInt32(base, result);
    memory.setInt32(frame + InterpreterFrame.stackpointer, base + 4);
    this.#advance(frame, Instructions.CALL_FUNCTION_EX.size);
    return result;
  }

  /** `type.__call__` has an object to return, `exec` None, others what Python has returned. Undefined when that is not known. */
  #resultOf(callable: PyObject, value: PyObject, above: LowestFrame, hasYielded: boolean): PyObject | undefined {
    const capi = this.#capi;
    const type = capi.Py_TYPE(callable);
    const name = this.#builtinName(callable);
    if (above.isGenerator) return name === 'next' || name === 'send' ? this.#nextOf(value, hasYielded) : undefined;
    if (capi.PyType_IsSubtype(type, this.#typeType) !== 0 && above.name === '__init__' && value === capi.Py_None) {
      return above.self === 0 ? undefined : capi.newRef(above.self);
    }
    if (above.name === '__call__' || TRANSPARENT.has(capi.tp_name(type))) return value;
    if (name === 'exec') {
      capi.Py_DecRef(value);
      return capi.none();
    }
    return name !== undefined && PASSES_VALUE.has(name) ? value : undefined;
  }

  /** The builtin function `next`, and the method `send`. */
  #nextOf(value: PyObject, hasYielded: boolean): PyObject {
    if (hasYielded) return value;
    const capi = this.#capi;
    if (value === capi.Py_None) this.#setNone(capi.PyExc('StopIteration'));
    else {
      const stop = capi.PyObject_CallOneArg(capi.PyExc('StopIteration'), value);
      if (stop !== 0) capi.PyErr_SetRaisedException(stop);
    }
    capi.Py_DecRef(value);
    return 0;
  }

  /** FOR_ITER: the loop's next turn, its end, or what the iterator has raised. */
  #next(frame: Pointer, value: PyObject, raised: PyObject, isTurn: boolean, argument: number): PyObject {
    const capi = this.#capi;
    if (raised === 0) {
      this.#iterate(frame, value, isTurn, argument);
      return value;
    }
    capi.PyErr_SetRaisedException(raised);
    if (capi.PyErr_ExceptionMatches(capi.PyExc('StopIteration')) === 0) return 0;
    capi.PyErr_Clear();
    this.#iterate(frame, capi.none(), false, argument);
    return capi.none();
  }

  #iterate(frame: Pointer, value: PyObject, isTurn: boolean, argument: number): void {
    const { memory } = this.#capi;
    const { size } = Instructions.FOR_ITER;
    if (isTurn) {
      const top = memory.uint32(frame + InterpreterFrame.stackpointer);
      memory.setInt32(top, value);
      memory.setInt32(frame + InterpreterFrame.stackpointer, top + 4);
      this.#advance(frame, size);
      return;
    }
    this.#capi.Py_DecRef(value);
    // Over the loop's body, and END_FOR behind it.
    this.#advance(frame, size + (argument + 1) * CodeUnit.sizeof);
  }

  /** Python/context.c: context_run: whatever Python has done, the context is left. */
  #leaveContext(callable: PyObject, selfBits: number): void {
    const { memory } = this.#capi;
    if (this.#builtinName(callable) !== 'run') return;
    const isUnbound = this.#typeName(callable) === 'method_descriptor';
    const self = isUnbound ? objectOf(selfBits) : memory.uint32(callable + PyCFunctionObject.m_self);
    if (self !== 0 && this.#typeName(self) === '_contextvars.Context') this.#exitContext(self);
  }

  #firstArgument(frame: Pointer): PyObject {
    const o = objectOf(this.#capi.memory.uint32(frame + InterpreterFrame.localsplus));
    if (o === 0) return 0;
    return this.#capi.Py_TYPE(o) === this.#cellType ? this.#cellGet(o) : this.#capi.newRef(o);
  }

  #typeName(o: PyObject): string {
    return this.#capi.tp_name(this.#capi.Py_TYPE(o));
  }

  #builtinName(callable: PyObject): string | undefined {
    return BUILTIN.has(this.#typeName(callable)) ? this.#textOf(callable, '__name__') : undefined;
  }

  #textOf(o: PyObject, attribute: string): string {
    const capi = this.#capi;
    return this.#taken(capi.PyObject_GetAttrString(o, capi.memory.literal(attribute)));
  }

  #reprOf(o: PyObject): string {
    return this.#taken(this.#capi.PyObject_Repr(o)) || 'a C function';
  }

  #taken(text: PyObject): string {
    const found = text === 0 ? null : this.#capi.stringFrom(text);
    if (text !== 0) this.#capi.Py_DecRef(text);
    this.#capi.PyErr_Clear();
    return found ?? '';
  }

  #close(from: Pointer, to: Pointer): void {
    for (let place = from; place < to; place += 4) {
      const bits = this.#capi.memory.uint32(place);
      if ((bits & Py_TAG_REFCNT) === 0 && bits !== 0) this.#capi.Py_DecRef(objectOf(bits));
    }
  }

  #advance(frame: Pointer, bytes: number): void {
    const place = frame + InterpreterFrame.instr_ptr;
    this.#capi.memory.setInt32(place, this.#capi.memory.uint32(place) + bytes);
  }
}
