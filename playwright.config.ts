import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import type { LanguageOptions } from "./e2e/fixtures.ts";
import { isLong } from "#tests/support/long-run.ts";
import { systemChromium } from "#tools/test-runner/chromium.ts";

/** A server that already runs is tested where it is; otherwise a demo school is started for this run alone. */
const running = process.env.E2E_URL;
const port = Number(process.env.E2E_PORT ?? 4173);

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE_WITHOUT_SCRIPTS = { ...PHONE, javaScriptEnabled: false };

/** Every screen in the language that it does not read every day, and with the dark colours. */
const IN_THE_OTHER_LANGUAGE = [
  { name: "phone-german", use: { ...PHONE, language: "de", colorScheme: "dark" as const } },
  { name: "desktop-english", use: { ...DESKTOP, language: "en", colorScheme: "dark" as const } },
  { name: "phone-nojs-english", use: { ...PHONE_WITHOUT_SCRIPTS, language: "en", colorScheme: "dark" as const } },
];

/**
 * Journeys that a short run goes with scripts only. That each of their forms does its work when it is sent without scripts, with an
 * answer in words for whatever is wrong, is asked of every form by tests/support/route-table/actions.server.test.ts and
 * tests/corpus/every-field.server.test.ts. Of each kind of journey another one is gone without scripts every day: signing up and in, enrolling
 * and paying, for oneself and for others, by approval and by code, an ending with its money back, learning, asking, the office's forms,
 * lists and files, a page that breaks.
 */
const LIKE_OTHERS_WITHOUT_SCRIPTS = [
  "access",
  "accounting",
  "attendance",
  "bank",
  "certificates",
  "coupons",
  "credit",
  "endings",
  "instalments",
  "invoices",
  "leave-by-terms",
  "questions",
  "renewals",
  "saved-cards",
].map((name) => `${name}.spec.ts`);

/**
 * Journeys whose pages are one column on any screen: the phone's two projects go them every day, with and without scripts, in both
 * languages. Whether their pages are as wide as the screen, each width is asked in every-page.spec.ts.
 */
const ALIKE_ON_ANY_SCREEN = [
  "accounting",
  "accounts",
  "access",
  "attendance",
  "bank",
  "certificates",
  "coupons",
  "credit",
  "done",
  "early-press",
  "endings",
  "enrol-others",
  "enrolment-rules",
  "errors",
  "instalments",
  "invoices",
  "learning",
  "leave-by-terms",
  "money-back",
  "older-form",
  "questions",
  "renewals",
  "saved-cards",
  "student-imports",
  "worklist",
].map((name) => `${name}.spec.ts`);

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
  projects: [
    { name: "phone", use: { ...PHONE, language: "en" } },
    { name: "desktop", use: { ...DESKTOP, language: "de" }, testIgnore: isLong ? [] : ALIKE_ON_ANY_SCREEN },
    {
      name: "phone-nojs",
      use: { ...PHONE_WITHOUT_SCRIPTS, language: "de" },
      testIgnore: isLong ? [] : LIKE_OTHERS_WITHOUT_SCRIPTS,
    },
    ...(isLong ? IN_THE_OTHER_LANGUAGE : []),
  ],
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
