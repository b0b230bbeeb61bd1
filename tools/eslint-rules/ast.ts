import type { Rule, Scope } from "eslint";

export type CallExpression = Parameters<NonNullable<Rule.RuleListener["CallExpression"]>>[0];
export type Expression = CallExpression["callee"];
type MemberExpression = Extract<Expression, { type: "MemberExpression" }>;

/** The name after the dot, or in brackets when it is written out: `a.b` and `a["b"]` are both `b`. */
export function memberName(node: MemberExpression): string | null {
  const { property, computed } = node;
  if (!computed && property.type === "Identifier") return property.name;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : null;
}

/** `a.b.c` is `c`, `a` is `a`: what a reader would call the thing. */
export function lastName(node: { type: string }): string | null {
  const expression = node as Expression;
  if (expression.type === "Identifier") return expression.name;
  if (expression.type === "MemberExpression") return memberName(expression);
  return null;
}

/** The method that a call ends in: `tx.select().from(t).get()` ends in `get`. Null for a plain function. */
export function methodOf(call: CallExpression): { name: string; object: Expression } | null {
  const { callee } = call;
  if (callee.type !== "MemberExpression") return null;
  const name = memberName(callee);
  return name === null ? null : { name, object: callee.object as Expression };
}

/** The variable that a name stands for where it is used. */
export function variableOf(name: string, from: Scope.Scope): Scope.Variable | null {
  for (let scope: Scope.Scope | null = from; scope !== null; scope = scope.upper) {
    const found = scope.set.get(name);
    if (found) return found;
  }
  return null;
}

/** True when a name is the platform's own and not a variable of the file. */
export function isGlobal(name: string, from: Scope.Scope): boolean {
  const variable = variableOf(name, from);
  return variable === null || variable.defs.length === 0;
}
