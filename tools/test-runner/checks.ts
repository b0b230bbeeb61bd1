import type { Step } from "#ops/run-step.ts";

/** A check; `after` names those that make what it reads. */
export type CheckStep = Step & { after?: readonly string[] };

/** Next's types of the school's addresses. */
export const ROUTE_TYPES = "route types";

const LINT_CACHE = ["--cache", "--cache-strategy", "content", "--cache-location", "node_modules/.cache/matricula/lint"];

/** Everything that can be said about the code without running it: those that others wait for and that take longest first. */
export const CHECKS: CheckStep[] = [
  { name: ROUTE_TYPES, command: ["next", "typegen"] },
  // TypeScript 7 needs a third of the time. The linter still works with 6, so both are here, and both bring a `tsc`. Several checkers
  // read much of the code once each: beside other work that is half as much again of the processor, and no sooner done.
  {
    name: "types",
    command: ["node", "node_modules/typescript-native/bin/tsc", "--noEmit", "--singleThreaded"],
    after: [ROUTE_TYPES],
  },
  // No rule looks at two files at once, so what was found in a file that is the same is not looked for again.
  { name: "lint", command: ["eslint", ".", "--max-warnings", "0", ...LINT_CACHE], after: [ROUTE_TYPES] },
  { name: "format", command: ["biome", "format", "."] },
  { name: "arrows", command: ["depcruise", "--config", "tools/dependency-cruiser.mjs", "."] },
  { name: "unused code", command: ["knip", "--config", "tools/knip.json"] },
  { name: "messages", command: ["node", "messages/generate-types.ts", "--check"] },
  { name: "migrations match the schema", command: ["node", "tools/make-migrations.ts", "--check"] },
];
