export const STYLE = `
:root { color-scheme: light dark; --text: #1c2024; --dim: #5f6871; --back: #fff; --panel: #f5f6f8; --line: #dfe3e8;
  --red: #b42318; --red-back: #fdecea; --red-mark: #f8b8b0; --green: #14713d; --green-back: #e7f6ec; --green-mark: #a5dfba;
  --amber: #8a5a00; --amber-back: #fdf3dc; --blue: #23508e; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7ea; --dim: #9aa4ae; --back: #15181b; --panel: #1e2226; --line: #343a40;
  --red: #ff8f84; --red-back: #3a1b18; --red-mark: #7c2a22; --green: #74d69a; --green-back: #14301f; --green-mark: #1f6138;
  --amber: #f0c060; --amber-back: #37290c; --blue: #8fb8f2; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--back); font: 15px/1.5 system-ui, sans-serif; }
main, header { max-width: 1200px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 36px 0 10px; }
h4 { font-size: 14px; margin: 14px 0 4px; }
h5 { font-size: 13px; font-weight: 600; color: var(--dim); margin: 12px 0 4px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
.dim { color: var(--dim); }
.verdict { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin: 14px 0 0; padding: 12px 16px;
  border-radius: 8px; background: var(--green-back); color: var(--green); font-weight: 600; }
.verdict.bad { background: var(--red-back); color: var(--red); }
.verdict .counts { font-weight: 400; }
.problem { margin: 8px 0; padding: 10px 14px; border-left: 3px solid var(--red); background: var(--panel); overflow-wrap: anywhere; }
.pill { display: inline-block; min-width: 4.6em; padding: 0 8px; border-radius: 10px; text-align: center; white-space: nowrap;
  font-size: 11.5px; font-weight: 600; line-height: 20px; color: var(--dim); background: var(--panel); border: 1px solid var(--line); }
.pill.fail, .pill.crash, .pill.timeout, .pill.xpass { color: var(--red); background: var(--red-back); border-color: transparent; }
.pill.pass { color: var(--green); background: var(--green-back); border-color: transparent; }
.pill.xfail { color: var(--amber); background: var(--amber-back); border-color: transparent; }
details.entry { border: 1px solid var(--line); border-radius: 8px; margin: 8px 0; overflow: hidden; }
details.entry > summary { display: flex; flex-wrap: wrap; gap: 2px 12px;
  align-items: baseline; padding: 9px 14px; cursor: pointer; background: var(--panel); list-style: none; }
summary::-webkit-details-marker { display: none; }
details.fold > summary { cursor: pointer; list-style: none; }
details.fold > summary::before, details.entry > summary .id::before { content: '▸ '; color: var(--dim); }
details.fold[open] > summary::before, details.entry[open] > summary .id::before { content: '▾ '; }
.id { max-width: 100%; font: 600 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.part { display: inline-block; max-width: 100%; overflow-wrap: anywhere; }
.why { flex: 1 1 300px; color: var(--dim); font-size: 13.5px; overflow-wrap: anywhere; }
.body { padding: 4px 14px 14px; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 16px; }
pre { margin: 6px 0 0; padding: 10px 12px; max-height: 340px; overflow: auto; border-radius: 6px; background: var(--panel);
  font: 12px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.diff { border: 1px solid var(--line); border-radius: 6px; overflow: hidden; font: 12px/1.55 ui-monospace, monospace; }
.row { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.cell { padding: 1px 10px; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.55em; font: inherit; }
.cell + .cell { border-left: 1px solid var(--line); }
.cell.gone { background: var(--green-back); } .cell.new { background: var(--red-back); } .cell.none { background: var(--panel); }
.gone mark { background: var(--green-mark); } .new mark { background: var(--red-mark); }
mark { color: inherit; border-radius: 2px; }
.row.head { font: 600 12px/1.9 system-ui, sans-serif; color: var(--dim); background: var(--panel); border-bottom: 1px solid var(--line); }
.what { padding: 3px 10px 1px; color: var(--dim); font: 600 12px/1.6 ui-monospace, monospace; overflow-wrap: anywhere; border-top: 1px solid var(--line); }
.head + .what { border-top: 0; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 12px 2px 0; font-size: 14px; }
nav a { color: var(--blue); text-decoration: none; } nav a:hover { text-decoration: underline; }
.gap { padding: 0 10px; text-align: center; color: var(--dim); background: var(--panel); }
.scroll { overflow-x: auto; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th { font-size: 12.5px; font-weight: 600; color: var(--dim); vertical-align: bottom; }
th, td { padding: 5px 10px; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; padding-left: 2px; white-space: nowrap; position: sticky; left: 0; background: var(--back); }
tr.sum td { font-weight: 600; border-bottom: 0; }
td.zero { color: color-mix(in srgb, var(--dim) 55%, transparent); } td.bad { color: var(--red); font-weight: 700; } td.known { color: var(--amber); }
.group { margin: 10px 0; } .group > summary b { font-variant-numeric: tabular-nums; }
.ids { margin: 6px 0 6px 18px; padding: 0; list-style: none; font: 12px/1.7 ui-monospace, monospace; overflow-wrap: anywhere; }
.search { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.search input { flex: 1 1 220px; padding: 7px 10px; font: inherit; border: 1px solid var(--line); border-radius: 6px; background: var(--back); color: inherit; }
.search select { padding: 7px 10px; font: inherit; border: 1px solid var(--line); border-radius: 6px; background: var(--back); color: inherit; }
.all li { display: flex; gap: 10px; align-items: baseline; padding: 1px 0; }
.all li span.id { font-weight: 400; }
footer { max-width: 1200px; margin: 40px auto 30px; padding: 0 20px; color: var(--dim); font-size: 13px; }
@media (max-width: 700px) {
  main, header, footer { padding-left: 14px; padding-right: 14px; }
  h1 { font-size: 19px; }
  details.entry > summary { padding: 9px 10px; }
  .body { padding: 2px 10px 12px; }
  .sides, .row { grid-template-columns: minmax(0, 1fr); }
  .row.head { display: none; }
  .row.same .cell + .cell, .cell.none { display: none; }
  .cell + .cell { border-left: 0; }
  .cell.gone::before { content: '− '; color: var(--green); } .cell.new::before { content: '+ '; color: var(--red); }
  .row.same .cell::before { content: '  '; }
  th, td { padding: 5px 7px; }
}
`;
