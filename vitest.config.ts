import { configDefaults, defineConfig } from "vitest/config";

/** A test that needs a database carries `.db.` in its name, and runs on both engines. */
const databaseTests = {
  include: ["**/*.db.test.ts"],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, ".next/**", "data/**", "e2e/**"],
    setupFiles: ["testing/clean-env.ts"],
    // The tests must run beside the servers they start, on a machine with two cores.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.{ts,tsx}"], exclude: ["**/*.db.test.ts"] },
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
          setupFiles: ["testing/postgres-env.ts"],
          globalSetup: ["testing/postgres-server.ts"],
        },
      },
    ],
  },
});
