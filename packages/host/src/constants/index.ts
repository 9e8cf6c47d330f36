/**
 * The host's constants. One by one under their C names (`AF_INET`, `EAGAIN`), and as the tables that the modules
 * `_socket`, `select` and `errno` publish, in CPython's order. What the system lacks is absent, never 0.
 */
import { modules as modulesArm64 } from '../generated/constants/modules-linux-arm64.ts';
import { modules as modulesX64 } from '../generated/constants/modules-linux-x64.ts';
import { table } from '../generated/constants/table.ts';

export type SocketConstants = (typeof table)['socket'];
export * from '../generated/constants/values.ts';
export * from './descriptors.ts';

/** Every integer constant of `_socket`. */
export const constants: Readonly<Record<string, number>> = table.socket;

/** Every integer constant of `select`. */
export const selectConstants: Readonly<Record<string, number>> = table.select;

/** Every name of `errno`, in the order of the numbers; where two names have one number, the usual one comes first. */
export const errnoConstants: Readonly<Record<string, number>> = table.errno;

/** The modules of Python whose constants are published whole (module-names.ts). */
export type ConstantsModule = keyof ReturnType<typeof modulesX64>;

/** Every integer constant of a module, made when it is asked for. */
export function moduleConstants(name: ConstantsModule): Readonly<Record<string, number>> {
  return (process.arch === 'arm64' ? modulesArm64() : modulesX64())[name];
}
