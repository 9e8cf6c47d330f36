import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runtimeTable } from '../../src/cli/table.ts';
import { formatReport } from '../../src/report/formats.ts';
import { writeBetweenMarks } from '../../src/report/into.ts';
import { readReport } from '../../src/report/json.ts';
import { mergeReports } from '../../src/report/merge.ts';
import { summaryLines } from '../../src/report/terminal.ts';
import { folderOf } from '../support/command.ts';
import { python, runPython } from '../support/python.ts';
import { REPORT } from '../support/report.ts';

const plain = (_style: unknown, text: string) => text;

it('JSON can be read again', () => {
  using folder = folderOf({ 'report.json': formatReport(REPORT, 'json') });
  expect(readReport(`${folder.path}/report.json`)).toEqual(REPORT);
});

it('what is no report is refused, with its line and what was expected', () => {
  using folder = folderOf({
    'a.json': formatReport(REPORT, 'json').replace('"area": "unix"', '"area": 5'),
    'b.json': '{\n  "format": "x",\n}',
  });
  expect(() => readReport(`${folder.path}/a.json`)).toThrow(
    /a\.json:\d+: cases\.2\.area: Invalid input: expected string, received number/,
  );
  expect(() => readReport(`${folder.path}/b.json`)).toThrow(/b\.json:3: no JSON: /);
});

it('the terminal shows tables, known differences by reason and what to do', () => {
  const lines = summaryLines(REPORT, plain);
  expect(lines).toEqual(
    expect.arrayContaining([
      'tcp       2    1      0     1        0',
      '  2 × wasm32',
      'known.json lists <x>, and there is no such test: remove the entry',
      '2 PASS, 1 FAIL, 1 SKIP, 2 XFAIL, 1 CRASH',
    ]),
  );
});

it.skipIf(!python)(
  'JUnit is XML that counts failures and skips, and has no known difference among the failures',
  () => {
    const program = `
import sys, json, xml.etree.ElementTree as et
root = et.fromstring(sys.stdin.buffer.read())
print(json.dumps([root.attrib['tests'], root.attrib['failures'], root.attrib['skipped'],
  [case.attrib['name'] for case in root.iter('testcase') if case.find('failure') is not None]]))`;
    const { stdout } = runPython(program, formatReport(REPORT, 'junit'));
    expect(JSON.parse(stdout)).toEqual(['8', '3', '3', ['problem 1', 'tcp/repr', 'test_crash']]);
  },
);

it('Markdown has the verdict, what is red and the tables', () => {
  const text = formatReport(REPORT, 'markdown');
  expect(text).toMatch(/^## ❌ other \(Python 3\.14\.2\) beside CPython 3\.14\.8\n/);
  expect(text).toContain('FAIL <code>tcp/repr</code>: differs in standard output');
  expect(text).toContain('    - &lt;b&gt;&amp;\n');
  expect(text).toContain('| test_socket | 4 | 3 | 1 | 1 | 1 | 1 | 1 | 0 | 2 | 1 | 0 |');
  expect(text).toContain('- 2 × wasm32');
});

it('HTML shows what differs before anything else, side by side, escapes it, and loads nothing', () => {
  const text = formatReport(REPORT, 'html');
  const titles = [...text.matchAll(/<h2 id="[^"]*">(.*?)<\/h2>/g)].map(([, title]) => title);
  expect(titles[0]).toBe('What differs');
  expect(text).toContain('<code class="cell gone" role="cell">&lt;<mark>b&gt;&amp;</mark></code>');
  expect(text).not.toMatch(/(src|href)="(?!#)|url\(|@import|<link/);
  expect(text).toContain("default-src 'none'");
  expect(text).not.toContain('<of>');
});

it('the table goes between two marks of a Markdown file, again and again', () => {
  using folder = folderOf({ 'a.md': 'a\n<!-- runtimes -->\nold\n<!-- /runtimes -->\nb\n', 'b.md': 'a\n' });
  const lines = runtimeTable([REPORT, REPORT]);
  for (const _ of [1, 2]) writeBetweenMarks(`${folder.path}/a.md`, lines);
  const text = readFileSync(`${folder.path}/a.md`, 'utf8');
  expect(text).toBe(`a\n<!-- runtimes -->\n\n${lines.join('\n')}\n\n<!-- /runtimes -->\nb\n`);
  expect(text).toContain('| runtime | cases as on CPython | test_socket |\n');
  expect(() => writeBetweenMarks(`${folder.path}/b.md`, lines)).toThrow('has no place for the table');
});

it('the table says why, when no test of a suite passes for one reason', () => {
  const failed = { status: 'FAIL', reason: 'test.a cannot be imported', detail: '', seconds: 0 } as const;
  const suites = REPORT.suites.map(({ name, tests }) => ({
    name,
    tests: tests.map((test) => ({ ...test, subject: failed })),
  }));
  const lines = runtimeTable([{ ...REPORT, suites }, REPORT]);
  expect(lines.slice(-2)).toEqual([
    '',
    'No test of test_socket passes on other (Python 3.14.2), for one reason: test.a cannot be imported',
  ]);
});

it('the parts of a run become one', () => {
  const [one, two] = [
    {
      ...REPORT,
      cases: REPORT.cases.slice(0, 1),
      suites: [{ name: 'test_socket', tests: REPORT.suites[0]!.tests.slice(0, 2) }],
    },
    {
      ...REPORT,
      cases: REPORT.cases.slice(1),
      suites: [{ name: 'test_socket', tests: REPORT.suites[0]!.tests.slice(2) }],
    },
  ];
  expect(mergeReports([one, two])).toEqual({ ...REPORT, seconds: 25 });
  const other = { ...two, subject: { ...two.subject, label: 'another' } };
  expect(() => mergeReports([one, other])).toThrow('reports of different runtimes');
});
