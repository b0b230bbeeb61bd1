import type { Step } from "#ops/steps.ts";

/** Everything that can be said about the code without running it, the quickest to mend first. */
export const CHECKS: Step[] = [
  { name: "format", command: ["biome", "format", "."] },
  { name: "route types", command: ["next", "typegen"] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "lint", command: ["eslint", ".", "--max-warnings", "0"] },
  { name: "arrows", command: ["depcruise", "--config", ".dependency-cruiser.mjs", "."] },
  { name: "unused code", command: ["knip"] },
  { name: "migrations match the schema", command: ["node", "ops/cli/make-migrations.ts", "--check"] },
];
