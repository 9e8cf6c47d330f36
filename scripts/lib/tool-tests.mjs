/** Test files of `npm run test:tools`, which `npm test` leaves out. */
export const TOOL_TESTS = [
  'packages/bench/test/run.test.ts',
  'apps/playground/test/terminal.test.ts',
  'test/bundlers.test.ts',
];
