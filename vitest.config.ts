import { configDefaults, defineConfig } from "vitest/config";
import { isLong } from "#tests/support/long-run.ts";
import { ONE_ENGINE } from "#tests/support/one-engine.ts";
import { isQuick, ON_SQLITE, SHARED_DATABASE_FILES } from "#tests/support/quick-run.ts";
import { LongestFirst } from "#tools/test-runner/longest-first.ts";

/** A test that starts production servers carries `.server.` in its name: it needs the built pages, and runs on both engines. */
const serverTests = {
  include: ["**/*.server.test.ts"],
  // A real school is not kept in memory, and what is proved of files is proved on a disk.
  env: { TEST_DATABASES: "disk" },
  testTimeout: 600_000,
  hookTimeout: 600_000,
};

/** A test that needs a database carries `.db.` in its name, and runs on both engines. */
const databaseTests = {
  include: ["**/*.db.test.ts"],
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, ".next/**", "data/**", "e2e/**"],
    setupFiles: ["tests/support/clean-env.ts"],
    // The tests must run beside the servers they start, on a machine with two cores.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Ten times what a quiet machine needs for the longest: a busy one is slower, and no less right.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    // One process for all files of a worker: loading everything anew for each took more time than the tests (see clean-env.ts).
    isolate: false,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.{ts,tsx}"], exclude: ["**/*.db.test.ts", "**/*.server.test.ts"] },
      },
      {
        extends: true,
        test: { name: "sqlite", ...databaseTests },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          ...databaseTests,
          exclude: isQuick ? [...ON_SQLITE] : [],
          setupFiles: ["tests/support/postgres-env.ts"],
          globalSetup: ["tests/support/postgres-server.ts"],
        },
      },
      {
        extends: true,
        test: { name: "servers", ...serverTests },
      },
      {
        extends: true,
        test: {
          name: "servers-postgres",
          ...serverTests,
          ...(isQuick ? { include: [...SHARED_DATABASE_FILES] } : {}),
          exclude: isLong ? [] : [...ONE_ENGINE],
          setupFiles: ["tests/support/postgres-env.ts"],
          globalSetup: ["tests/support/postgres-server.ts"],
        },
      },
    ],
  },
});
