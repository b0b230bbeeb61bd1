import type { Rule } from "eslint";
import { isGlobal, lastName, memberName } from "../ast.ts";

const CLOCKS = new Set(["Date.now", "performance.now", "performance.timeOrigin", "process.hrtime", "Temporal.Now"]);
const CLOCK_MODULES = new Set(["node:perf_hooks", "perf_hooks"]);
/** They count from no moment that anybody could name. */
const STOPWATCHES = new Set(["performance.now", "process.hrtime"]);
/** What one may ask of Date itself: they work with the time that they are given. */
const TIMELESS = new Set(["UTC", "parse", "prototype"]);

type Options = { stopwatch?: boolean };

/** Time is a parameter: a command takes it once, so that its rows agree and a test can choose it. */
export const noClock: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid reading the clock outside domain/kernel/clock.ts" },
    messages: { clock: "Take the time as a parameter (ctx.now): only domain/kernel/clock.ts reads the clock." },
    // `stopwatch`: how long something takes may be measured, which says nothing of what time it is.
    schema: [{ type: "object", properties: { stopwatch: { type: "boolean" } }, additionalProperties: false }],
  },
  create(context) {
    const { stopwatch = false } = (context.options[0] ?? {}) as Options;
    const isAllowed = (clock: string) => stopwatch && STOPWATCHES.has(clock);
    const isDate = (node: { type: string }) => lastName(node) === "Date";
    return {
      MemberExpression(node) {
        const owner = lastName(node.object);
        const clock = `${owner}.${memberName(node)}`;
        if (owner === null || !CLOCKS.has(clock) || isAllowed(clock)) return;
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
      Identifier(node) {
        if (node.name !== "Date" || !isGlobal("Date", context.sourceCode.getScope(node))) return;
        if (isHandedOn(node)) context.report({ node, messageId: "clock" });
      },
      ImportDeclaration(node) {
        if (!stopwatch && CLOCK_MODULES.has(String(node.source.value))) context.report({ node, messageId: "clock" });
      },
    };
  },
};

/** The parts of the node around a name that say what is done with it, TypeScript's own nodes included. */
type Around = { type: string; callee?: unknown; operator?: string; value?: unknown; object?: unknown };

/** `const D = Date`, `const { now } = Date`, `call(Date)`: under another name it would be read unseen. */
function isHandedOn(node: Rule.Node): boolean {
  const around: Around = node.parent ?? { type: "Program" };
  if (around.type.startsWith("TS")) return false;
  if (around.type === "NewExpression" || around.type === "CallExpression") return around.callee !== node;
  if (around.type === "BinaryExpression") return around.operator !== "instanceof";
  if (around.type === "Property") return around.value === node;
  if (around.type !== "MemberExpression") return true;
  if (around.object !== node) return false;
  const name = memberName(around as Parameters<typeof memberName>[0]);
  // What is a clock is reported as one.
  return name === null || !(TIMELESS.has(name) || CLOCKS.has(`Date.${name}`));
}
