/** What is added to, or takes the place of something in, `posix` and `os`. */
import type { Bridge } from '../../bridge.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { descriptorFlagFunctions } from './descriptor-flags.ts';
import { eventfdFunctions } from './eventfd.ts';
import { pipeFunctions } from './pipe.ts';
import { sendfileFunction } from './sendfile.ts';
import { vectorFunctions } from './vectors.ts';

export function posixFunctions(bridge: Bridge): MethodDef[] {
  const original = (name: string) => memberOf(bridge.capi, 'posix', name);
  return [
    sendfileFunction(bridge),
    ...vectorFunctions(bridge),
    ...eventfdFunctions(bridge),
    ...pipeFunctions(bridge),
    ...descriptorFlagFunctions(bridge, original),
  ];
}
