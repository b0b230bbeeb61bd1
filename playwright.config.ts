import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import type { LanguageOptions } from "./e2e/fixtures.ts";
import { listWays, refusedTags } from "#tests/support/browser-ways.ts";
import { systemChromium } from "#tools/test-runner/chromium.ts";

/** A server that already runs is tested where it is; otherwise a demo school is started for this run alone. */
const running = process.env.E2E_URL;
const port = Number(process.env.E2E_PORT ?? 4173);

export default defineConfig<LanguageOptions>({
  testDir: "e2e",
  outputDir: "test-results/playwright",
  reporter: [["list"], ["json", { outputFile: "test-results/playwright.json" }]],
  fullyParallel: true,
  forbidOnly: true,
  // A test that passes the second time has found something out about the first: tools/test-runner/rerun-failed.ts names it.
  retries: 0,
  workers: availableParallelism(),
  // Ten times what a quiet machine of two processors needs for the longest: a busy one is slower, and no less right.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    baseURL: running ?? `http://localhost:${port}`,
    browserName: "chromium",
    timezoneId: "Europe/Zurich",
    // What is not there does not come for waiting: a test that fails says so within a minute, however long the test may take.
    actionTimeout: 60_000,
    screenshot: "only-on-failure",
    // A trace takes as long again: `npx playwright test --trace on -g "its name"` makes one of a test that failed.
    trace: "off",
    launchOptions: {
      executablePath: systemChromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: listWays().map((way) => ({
    name: way.name,
    use: way.use,
    testIgnore: [...way.leaves, ...(process.env.SCREENSHOTS ? [] : ["screenshots"])].map((file) => `${file}.spec.ts`),
    grepInvert: refusedTags(way).map((tag) => new RegExp(`${tag}\\b`)),
  })),
  webServer: running
    ? undefined
    : {
        command: "node tests/support/demo-server.ts",
        env: { E2E_PORT: String(port) },
        url: `http://localhost:${port}/health`,
        // The first run builds.
        timeout: 600_000,
        gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
        stdout: "pipe",
      },
});
