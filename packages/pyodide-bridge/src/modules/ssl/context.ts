/** A place for the type, which is on its way. */
import { OBJECT_SIZE } from '../../handles/object-table.ts';
import type { SslState } from './state.ts';
export function createContextType({ bridge, module }: SslState): number {
  return bridge.define.PyType_FromModuleAndSpec(module, {
    name: '_ssl._SSLContext',
    basicsize: OBJECT_SIZE,
    flags: 1 << 10,
    functions: [],
    methods: [],
  });
}
