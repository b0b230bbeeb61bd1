import { globSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import { REFUSALS, type RefusalCode } from "./refusal.ts";

/**
 * Every code of the one table is refused somewhere and expected by a test somewhere. A code counts as expected where it is
 * what a matcher or a helper for refusals compares with: `expect(…).toBe("cohort_full")`, `refusal("cohort_full")`, or a
 * column of `test.each` whose parameter is compared so. That its name is mentioned is not enough.
 */

const HELPERS = new Set(["refusal", "expectProblem", "politely"]);
/** What sources call that throws the code it is given. */
const RAISERS = new Set(["Refusal", "refuse"]);
const TESTS = /\.(test|spec)\.tsx?$/;

/** Only what names one as a whole text need be parsed. */
const NAMED = new RegExp(`"(${Object.keys(REFUSALS).join("|")})"`);
const files = globSync(["{app,db,domain,ops,providers,services,e2e,tests}/**/*.{ts,tsx}", "runtime.ts"]).filter(
  (file) => NAMED.test(readFileSync(file, "utf8")),
);
const sources = files.filter((file) => !TESTS.test(file) && file !== "domain/kernel/refusal.ts");
const tests = files.filter((file) => TESTS.test(file) && !file.endsWith("every-refusal.test.ts"));

const parsed = (file: string) => ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);

/** A node and all below it. Those that TypeScript makes only when it is asked for every comma are left out: they take as long as all others. */
function within(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const add = (each: ts.Node): void => {
    found.push(each);
    ts.forEachChild(each, add);
  };
  add(node);
  return found;
}

const isCode = (text: string): text is RefusalCode => Object.hasOwn(REFUSALS, text);

function codesIn(nodes: Iterable<ts.Node>): RefusalCode[] {
  return [...nodes]
    .filter(ts.isStringLiteral)
    .map(({ text }) => text)
    .filter(isCode);
}

const inside = (nodes: readonly ts.Node[]) => nodes.flatMap(within);

/** Whether a call is a matcher after `expect(…)`, with whatever stands in between (`.rejects`, `.not`). */
function isMatcher({ expression }: ts.CallExpression): boolean {
  let node: ts.Node = expression;
  if (!ts.isPropertyAccessExpression(node)) return false;
  while (ts.isPropertyAccessExpression(node)) {
    if (node.name.text === "not") return false;
    node = node.expression;
  }
  return ts.isCallExpression(node) && /^expect(\.\w+)?$/.test(node.expression.getText());
}

const isHelper = ({ expression }: ts.CallExpression) => ts.isIdentifier(expression) && HELPERS.has(expression.text);

/** Everything that is compared with below a node. */
function compared(node: ts.Node): ts.Node[] {
  const calls = within(node).filter(ts.isCallExpression);
  return calls.filter((call) => isMatcher(call) || isHelper(call)).flatMap((call) => inside(call.arguments));
}

/** The codes in the columns of a `test.each` table that its test compares with. */
function inTables(file: ts.SourceFile): RefusalCode[] {
  const calls = within(file).filter(ts.isCallExpression);
  return calls.flatMap((call) => {
    const { expression: each, arguments: given } = call;
    if (!ts.isCallExpression(each) || !/^(test|describe)\.each$/.test(each.expression.getText())) return [];
    const [callback] = given.filter((argument) => ts.isArrowFunction(argument));
    const [table] = each.arguments.flatMap((argument) => within(argument).filter(ts.isArrayLiteralExpression));
    if (!callback || !table) return [];
    const used = new Set(
      compared(callback.body)
        .filter(ts.isIdentifier)
        .map(({ text }) => text),
    );
    const columns = callback.parameters.map(({ name }) => name.getText());
    const rows = table.elements.filter(ts.isArrayLiteralExpression);
    return rows.flatMap(({ elements }) => codesIn(elements.filter((_, column) => used.has(columns[column] ?? ""))));
  });
}

const raised = new Set(
  sources.flatMap((file) => {
    const calls = within(parsed(file)).filter((node) => ts.isNewExpression(node) || ts.isCallExpression(node));
    const refusals = calls.filter(({ expression }) => RAISERS.has(expression.getText()));
    return codesIn(refusals.flatMap(({ arguments: given }) => inside(given ?? [])));
  }),
);

const expected = new Set(
  tests.flatMap((file) => {
    const source = parsed(file);
    return [...codesIn(compared(source)), ...inTables(source)];
  }),
);

const codes = Object.keys(REFUSALS).filter(isCode);

test("every code of the table is refused somewhere", () => {
  expect(codes.filter((code) => !raised.has(code))).toEqual([]);
});

test("every code of the table is what a test expects", () => {
  expect(codes.filter((code) => !expected.has(code))).toEqual([]);
});
