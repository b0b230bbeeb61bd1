/**
 * Server tests whose subject is no database: how processes begin and end, what stands before them, how a page is written and what it
 * costs to read what strangers send. They meet the same code on either engine, so they run on SQLite in `npm test` and `npm run test:all`,
 * and on both in `npm run test:long`. Every other test with a server runs on both in `npm run test:all`, as every test of the domain
 * does in every run.
 */
export const ONE_ENGINE: readonly string[] = [
  // How processes begin, hand over and end. What an engine loses by it: concurrency/ and, on both engines, the long run of the faults.
  "ops/server/serve.server.test.ts",
  "deploy/deploy.server.test.ts",
  "ops/cli/start.server.test.ts",
  "ops/jobs/start.server.test.ts",
  "tests/fault-injection/faults.server.test.ts",
  // What leaves the machine beside the answers.
  "ops/traces/traces.server.test.ts",
  // Proxies, headers, providers of sign-in: decided before anything is read.
  "app/_http/behind-proxy.server.test.ts",
  "providers/oauth.server.test.ts",
  "ops/actions-key.server.test.ts",
  // What stands on a page and what a browser does with it, of rows that both engines give alike (pages, actions, operations and every
  // field run on both, and so do the domain's tests of sign-ins, payments and settings).
  "app/_forms/fresh-sign-in.server.test.ts",
  "app/admin/courses/price-warning.server.test.ts",
  "app/checkout/change-payment.server.test.ts",
  "app/language/languages.server.test.ts",
  "app/language/pseudo-language.server.test.ts",
  "app/_http/broken-page.server.test.ts",
  "app/_http/public-pages.server.test.ts",
  "app/_http/page-budget.server.test.ts",
  "app/enrol/press.server.test.ts",
  "app/sign-in/demo-accounts.server.test.ts",
  "tests/support/route-table/links.server.test.ts",
  // What reading costs.
  "tests/support/route-table/hostile.server.test.ts",
];
