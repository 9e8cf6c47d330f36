/** The operating system, for whatever needs it: system calls, structures, constants, and the OpenSSL that Node exports. */

export { isGlibc } from './call/c-library.ts';
export { addressOf, callHere, type SystemCall, setWord } from './call/index.ts';
export { cLibraryName } from './call/koffi-failure.ts';
export { urlOfModule } from './call/module-url.ts';
export { moduleConstants, ofCLibrary } from './call/published.ts';
export { constants } from './constants/all.ts';
export * as openssl from './openssl/index.ts';
export * as readline from './readline/index.ts';
export { strerror } from './sys/errno.ts';
export * as sys from './sys/index.ts';
export { closeAtEnd, keepAtEnd } from './threads/at-end.ts';
export * as threads from './threads/index.ts';
export { Watch } from './uv/index.ts';
