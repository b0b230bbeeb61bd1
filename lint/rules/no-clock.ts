import type { Rule } from "eslint";
import { isGlobal, lastName, memberName } from "../ast.ts";

const CLOCKS = new Set(["Date.now", "performance.now", "performance.timeOrigin", "process.hrtime", "Temporal.Now"]);

/** Time is a parameter: a command takes it once, so that its rows agree and a test can choose it. */
export const noClock: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid reading the clock outside domain/kernel/clock.ts" },
    messages: { clock: "Take the time as a parameter (ctx.now): only domain/kernel/clock.ts reads the clock." },
    schema: [],
  },
  create(context) {
    const isDate = (node: { type: string }) => lastName(node) === "Date";
    return {
      MemberExpression(node) {
        const owner = lastName(node.object);
        if (owner === null || !CLOCKS.has(`${owner}.${memberName(node)}`)) return;
        if (node.object.type === "Identifier" && !isGlobal(owner, context.sourceCode.getScope(node))) return;
        context.report({ node, messageId: "clock" });
      },
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, messageId: "clock" });
      },
      CallExpression(node) {
        // Without `new`, Date ignores its arguments and says the present time as text.
        if (node.callee.type === "Identifier" && isDate(node.callee)) context.report({ node, messageId: "clock" });
      },
    };
  },
};
