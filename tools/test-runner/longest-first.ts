import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/**
 * The files that take longest, in this order: where two processes share the files, none is left alone with a long one at the end. The
 * runner would go by their size, which says nothing of a file that starts servers.
 */
export const LONGEST: readonly string[] = [
  "tests/fault-injection/faults.server.test.ts",
  "ops/server/serve.server.test.ts",
  "ops/traces/traces.server.test.ts",
  "tests/concurrency/storage.server.test.ts",
  "ops/cli/start.server.test.ts",
  "tests/corpus/every-field.server.test.ts",
  "app/_forms/fresh-sign-in.server.test.ts",
  "tests/support/route-table/hostile.server.test.ts",
  "tests/support/route-table/links.server.test.ts",
  "tests/support/route-table/pages.server.test.ts",
  "ops/server/follow-move.server.test.ts",
  "tests/support/route-table/actions.server.test.ts",
];

const placeOf = ({ moduleId }: TestSpecification) => {
  const place = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
  return place < 0 ? LONGEST.length : place;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
