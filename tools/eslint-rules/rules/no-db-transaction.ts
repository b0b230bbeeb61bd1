import type { Rule } from "eslint";
import { methodOf } from "../ast.ts";

/**
 * Drizzle's own transaction on better-sqlite3 rejects, but the async body keeps running after the rollback and what it
 * writes then stays. Only `runtime.write()` may open a transaction.
 */
export const noDbTransaction: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid drizzle's own transaction()" },
    messages: {
      transaction: "Use runtime.write(): drizzle's transaction() goes on writing after its rollback.",
    },
    schema: [],
  },
  create: (context) => ({
    CallExpression(node) {
      if (methodOf(node)?.name === "transaction") context.report({ node, messageId: "transaction" });
    },
  }),
};
