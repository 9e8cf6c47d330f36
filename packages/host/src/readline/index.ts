/** <readline/readline.h>, <readline/history.h>. Strings are host addresses, or bytes with a NUL where a prototype says `void *`. */
import { lazy } from '../call/libc.ts';
import { functions } from './library.ts';

export { bytesAt, cString, pointerAt, pointersAt } from '../call/memory.ts';
export { callback, getInt, getPointer, isAvailable, setInt, setPointer, symbol } from './library.ts';

/** What is done with strings that C frees, and with its files. */
export const c = {
  free: lazy<(address: number) => void>('void free(uintptr_t)'),
  strdup: lazy<(text: Uint8Array) => number>('uintptr_t strdup(void *)'),
  fdopen: lazy<(fd: number, mode: string) => number>('uintptr_t fdopen(int, const char *)'),
  setlocale: lazy<(category: number, name: string) => string | null>('const char *setlocale(int, const char *)'),
};

export const rl = functions({
  rl_initialize: 'int rl_initialize()',
  rl_bind_key: 'int rl_bind_key(int, uintptr_t)',
  rl_bind_key_in_map: 'int rl_bind_key_in_map(int, uintptr_t, uintptr_t)',
  rl_variable_bind: 'int rl_variable_bind(const char *, const char *)',
  rl_parse_and_bind: 'int rl_parse_and_bind(void *)',
  rl_read_init_file: 'int rl_read_init_file(uintptr_t)',
  rl_insert_text: 'int rl_insert_text(void *)',
  rl_redisplay: 'void rl_redisplay()',
  rl_completion_matches: 'uintptr_t rl_completion_matches(uintptr_t, uintptr_t)',
  rl_callback_handler_install: 'void rl_callback_handler_install(void *, uintptr_t)',
  rl_callback_handler_remove: 'void rl_callback_handler_remove()',
  rl_callback_read_char: 'void rl_callback_read_char()',
  rl_callback_sigcleanup: 'void rl_callback_sigcleanup()',
  rl_free_line_state: 'void rl_free_line_state()',
  rl_cleanup_after_signal: 'void rl_cleanup_after_signal()',
  rl_resize_terminal: 'void rl_resize_terminal()',
  using_history: 'void using_history()',
  add_history: 'void add_history(void *)',
  clear_history: 'void clear_history()',
  history_get: 'uintptr_t history_get(int)',
  remove_history: 'uintptr_t remove_history(int)',
  replace_history_entry: 'uintptr_t replace_history_entry(int, void *, uintptr_t)',
  free_history_entry: 'uintptr_t free_history_entry(uintptr_t)',
  read_history: 'int read_history(uintptr_t)',
  write_history: 'int write_history(uintptr_t)',
  append_history: 'int append_history(int, uintptr_t)',
  history_truncate_file: 'int history_truncate_file(uintptr_t, int)',
});
