import type { Rule, Scope } from "eslint";
import { type CallExpression, type Expression, lastName, methodOf, variableOf } from "../ast.ts";

const TERMINALS = new Set(["get", "all", "run"]);
const BUILDER_STARTS = new Set(["select", "selectDistinct", "insert", "update", "delete", "findFirst", "findMany"]);
/** What the handles of the database are called in a verb, a query and a test. */
const HANDLES = new Set(["db", "tx", "read", "reader", "database"]);

/** True for `tx.select()…`, however long, and for a const that holds one. */
function isBuilder(expression: Expression, scope: Scope.Scope, depth = 0): boolean {
  // A const that names a const that names a builder is as far as anyone writes.
  if (depth > 3) return false;
  if (expression.type === "Identifier") {
    const definition = variableOf(expression.name, scope)?.defs[0];
    const init = definition?.type === "Variable" ? definition.node.init : null;
    return init ? isBuilder(init as Expression, scope, depth + 1) : false;
  }
  if (expression.type === "AwaitExpression") return false;
  if (expression.type !== "CallExpression") return false;
  const method = methodOf(expression as CallExpression);
  if (method === null) return false;
  return BUILDER_STARTS.has(method.name) || isBuilder(method.object, scope, depth);
}

/** `.get()`, `.all()` and `.run()` are SQLite's alone; the same code must run on PostgreSQL, where one awaits the builder. */
export const noBuilderTerminals: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid get, all and run at the end of a drizzle builder" },
    messages: {
      terminal: "Await the builder, or .prepare() it and .execute(): .{{name}}() exists on SQLite alone.",
    },
    schema: [],
  },
  create: (context) => ({
    CallExpression(node) {
      const method = methodOf(node);
      if (method === null || !TERMINALS.has(method.name)) return;
      const handle = lastName(method.object);
      const scope = context.sourceCode.getScope(node);
      if ((handle !== null && HANDLES.has(handle)) || isBuilder(method.object, scope)) {
        context.report({ node, messageId: "terminal", data: { name: method.name } });
      }
    },
  }),
};
