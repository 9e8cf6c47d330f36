/** fcntlmodule.c: the functions of `fcntl`. */
import type { Bridge } from '../../bridge.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { createCommon } from './common.ts';
import { lockFunctions } from './locks.ts';
import { requestFunctions } from './requests.ts';

export function fcntlFunctions(bridge: Bridge): MethodDef[] {
  const common = createCommon(bridge);
  return [...requestFunctions(bridge, common), ...lockFunctions(bridge, common)];
}
