/** Test files of `npm run test:tools`, which `npm test` leaves out: programs around the interpreter, run as a user does. */
export const TOOL_TESTS = [
  'apps/playground/test/headless.test.ts',
  'apps/playground/test/terminal.test.ts',
  'packages/bench/test/run.test.ts',
  'packages/conformance/test/cli/bad-programs.test.ts',
  'packages/conformance/test/cli/run.test.ts',
  'packages/conformance/test/document/play.test.ts',
  'packages/conformance/test/document/typescript.test.ts',
  'packages/conformance/test/suites/suites.test.ts',
  'test/bundlers.test.ts',
];
