/** The settings in which a script runs: what a program does must not depend on threads that it knows nothing of. */

/** `alone`: started as ever. `beside`: while another thread waits. `thread`: in a thread that is not the main one. */
export const SETTINGS = ['alone', 'beside', 'thread'] as const;

export type Setting = (typeof SETTINGS)[number];

/** How a report names them. */
export const SETTING_NAMES: Readonly<Record<Setting, string>> = {
  alone: 'alone',
  beside: 'beside an idle thread',
  thread: 'in a thread',
};
