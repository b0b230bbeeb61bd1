import type { Rule } from "eslint";
import { lastName } from "../ast.ts";

const MONEY = /(minor|amount|price|total|subtotal|fee|discount|tax)$/i;
const FRACTIONS = new Set([10, 100, 1000, 0.1, 0.01, 0.001]);

const isMoney = (node: { type: string }) => MONEY.test(lastName(node) ?? "");
const isFraction = (node: { type: string; value?: unknown }) =>
  node.type === "Literal" && typeof node.value === "number" && FRACTIONS.has(node.value);

/** Amounts are whole minor units, and how many make one depends on the currency: kernel/money.ts knows, a 100 does not. */
export const noMoneyFloat: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid fractions of money" },
    messages: {
      fraction: "Use domain/kernel/money.ts: amounts are whole minor units, and not every currency has 100.",
    },
    schema: [],
  },
  create: (context) => ({
    CallExpression(node) {
      const name = lastName(node.callee);
      const subject =
        name === "parseFloat"
          ? node.arguments[0]
          : name === "toFixed" && node.callee.type === "MemberExpression"
            ? node.callee.object
            : undefined;
      if (subject && isMoney(subject)) context.report({ node, messageId: "fraction" });
    },
    BinaryExpression(node) {
      if (node.operator !== "*" && node.operator !== "/") return;
      const { left, right } = node;
      if ((isMoney(left) && isFraction(right)) || (isFraction(left) && isMoney(right))) {
        context.report({ node, messageId: "fraction" });
      }
    },
  }),
};
