/** The page's budget, as Python has one: functions stay short and plain, modules short. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const MAPS = new URL('../../maps/', import.meta.url).pathname;
const TYPESCRIPT = join(MAPS, 'node_modules/typescript/lib/typescript.js');
const LINES = { function: 40, module: 250 };
const COMPLEXITY = 8;

/** Sources by name. Catalogues of words are data: one key a line. */
const SOURCES = new Map(
  readdirSync(join(MAPS, 'app'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.js') && !name.startsWith('text/i18n/'))
    .map((name) => [name, readFileSync(join(MAPS, 'app', name), 'utf8')]),
);

/** Functions over budget, a line each. Complexity is one and one for each branch: if, loop, case,
 * catch, ternary, `&&`, `||`, `??` and their assignments; functions inside count for themselves,
 * but their lines are lines of the function around them. */
function overBudget(ts, name, text) {
  const { SyntaxKind: kind } = ts;
  const branches = new Set([
    kind.IfStatement, kind.ConditionalExpression, kind.CaseClause, kind.CatchClause,
    kind.ForStatement, kind.ForInStatement, kind.ForOfStatement, kind.WhileStatement,
    kind.DoStatement, kind.AmpersandAmpersandToken, kind.BarBarToken, kind.QuestionQuestionToken,
    kind.AmpersandAmpersandEqualsToken, kind.BarBarEqualsToken,
    kind.QuestionQuestionEqualsToken,
  ]);
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const lineAt = (place) => source.getLineAndCharacterOfPosition(place).line + 1;
  const branchesIn = (node) => {
    let sum = 0;
    for (const child of node.getChildren(source)) {
      if (ts.isFunctionLike(child)) continue;
      sum += Number(branches.has(child.kind)) + branchesIn(child);
    }
    return sum;
  };
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const first = lineAt(node.getStart(source));
      const lines = lineAt(node.end) - first + 1;
      const complexity = 1 + branchesIn(node);
      const called = (node.name ?? node.parent.name)?.getText(source) ?? 'a function';
      if (lines > LINES.function) found.push(`${name}:${first} ${called}: ${lines} lines`);
      if (complexity > COMPLEXITY) found.push(`${name}:${first} ${called}: complexity ${complexity}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const skip = existsSync(TYPESCRIPT) ? false : 'run `npm ci` in maps/ first';
const { default: ts } = skip ? {} : await import(TYPESCRIPT);

test('modules are short', () => {
  assert.ok(SOURCES.size > 100);
  const long = [...SOURCES].filter(([, text]) => text.trimEnd().split('\n').length > LINES.module);
  assert.deepEqual(long.map(([name]) => name), []);
});

test('functions are short and plain', { skip }, () => {
  assert.deepEqual([...SOURCES].flatMap(([name, text]) => overBudget(ts, name, text)), []);
});

test('a function over budget is found', { skip }, () => {
  const found = (text) => overBudget(ts, 'x.js', text);
  const body = (lines) => `function f() {\n${'  g();\n'.repeat(lines)}}`;
  assert.deepEqual(found(body(38)), []);
  assert.deepEqual(found(body(39)), ['x.js:1 f: 41 lines']);
  assert.deepEqual(found('const f = (a) => a && a && a && a && a && a && a && a;'), []);
  const nine = ['x.js:1 f: complexity 9'];
  assert.deepEqual(found('const f = (a) => a && a || a ?? a ? a && a ? 1 : 2 : a && a || a;'), nine);
  assert.deepEqual(found(`function f(a) { ${'if (a) g(); '.repeat(4)}
    for (const b of a) g(b); while (a) g(); switch (a) { case 1: case 2: g(); } }`), nine);
  assert.deepEqual(found(`class A { f() { try { g(); } catch { h(); } ${'a ??= 1; '.repeat(7)} } }`), nine);
  assert.deepEqual(found(`function f(a) { ${'if (a) g(() => a || 1); '.repeat(7)} }`), []);
});
