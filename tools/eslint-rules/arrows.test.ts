import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const HOUSE = path.resolve(import.meta.dirname, "../..");

/** A small house: what is right in it, and one file for each wrong arrow. */
const RIGHT: Record<string, string> = {
  "config/config.ts": "export const config = () => ({});",
  "db/open.ts": 'import { config } from "#config/config.ts";\nexport type Tx = object;\nexport const open = config;',
  "messages/message.ts": "export const message = (key: string) => ({ key });",
  "messages/translator.ts": 'import { message } from "./message.ts";\nexport const translate = () => message("a.b");',
  "domain/kernel/refusal.ts": 'import { message } from "#messages/message.ts";\nexport const refusal = message;',
  "domain/policy.ts": "export const authorize = () => true;",
  "domain/orders/pay.ts":
    'import type { Tx } from "#db/open.ts";\nimport { authorize } from "../policy.ts";\nexport type Order = { tx: Tx };\nexport const pay = () => authorize();',
  "providers/stripe.ts":
    'import type { Order } from "#domain/orders/pay.ts";\nimport Stripe from "stripe";\nexport const gateway = (order: Order) => [Stripe, order];',
  "runtime.ts":
    'import { open } from "#db/open.ts";\nimport { gateway } from "#providers/stripe.ts";\nexport const runtime = () => [open, gateway];',
  "services/refund.ts": 'import { runtime } from "#runtime";\nexport const refund = () => runtime();',
  "ops/refunds.ts": 'import { refund } from "#services/refund.ts";\nexport const refunds = refund;',
  "ops/jobs.ts": 'import { runtime } from "#runtime";\nexport const jobs = () => runtime();',
  "ops/cli/start.ts": 'import { jobs } from "../jobs.ts";\njobs();',
  "components/order.tsx":
    'import type { Order } from "#domain/orders/pay.ts";\nexport const OrderCard = (order: Order) => order;',
  "app/page.tsx":
    'import { OrderCard } from "#components/order.tsx";\nimport { pay } from "#domain/orders/pay.ts";\nimport { jobs } from "#ops/jobs.ts";\nimport { runtime } from "#runtime";\nexport default () => [OrderCard, pay, jobs, runtime];',
  "domain/orders/pay.test.ts":
    'import { runtime } from "#runtime";\nimport { expect } from "vitest";\nexpect(runtime());',
  // Half of a cycle, which is reported once, at the half that comes first in the alphabet.
  "domain/orders/hen.ts": 'import { egg } from "./egg.ts";\nexport const hen = () => egg;',
  "domain/checkout/apply-payment-update.ts": "export const apply = () => {};",
  "services/webhook.ts":
    'import { apply } from "#domain/checkout/apply-payment-update.ts";\nexport const take = () => apply();',
  "domain/refunds/refund.ts": 'import { pay } from "../orders/pay.ts";\nexport const refund = pay;',
  "tests/support/school.ts": "export const school = {};",
};

const WRONG: [rule: string, file: string, text: string][] = [
  ["db-reaches-only-down", "db/knows-rules.ts", 'import "#domain/policy.ts";'],
  ["domain-reaches-only-down", "domain/orders/knows-providers.ts", 'import "#providers/stripe.ts";'],
  ["domain-reaches-only-down", "domain/orders/knows-runtime.ts", 'import { runtime } from "#runtime";\nruntime();'],
  [
    "domain-reaches-only-down",
    "domain/orders/knows-settings.ts",
    'import { config } from "#config/config.ts";\nconfig();',
  ],
  [
    "domain-reaches-only-down",
    "domain/orders/knows-languages.ts",
    'import { translate } from "#messages/translator.ts";\ntranslate();',
  ],
  ["messages-reaches-only-down", "messages/knows-rules.ts", 'import "#domain/policy.ts";'],
  [
    "subjects-reach-down",
    "domain/orders/knows-refunds.ts",
    'import { refund } from "../refunds/refund.ts";\nexport const again = refund;',
  ],
  [
    "subjects-reach-down",
    "domain/kernel/knows-orders.ts",
    'import type { Order } from "../orders/pay.ts";\nexport type Same = Order;',
  ],
  ["every-subject-has-a-level", "domain/vouchers/use.ts", 'import "../policy.ts";'],
  ["providers-reaches-only-down", "providers/knows-runtime.ts", 'import "#runtime";'],
  ["services-reaches-only-down", "services/knows-jobs.ts", 'import { jobs } from "#ops/jobs.ts";\njobs();'],
  ["services-reaches-only-down", "services/knows-pages.ts", 'import "#app/page.tsx";'],
  ["ops-reaches-only-down", "ops/knows-pages.ts", 'import "#app/page.tsx";'],
  [
    "ops-reaches-only-down",
    "ops/knows-parts.ts",
    'import type { OrderCard } from "#components/order.tsx";\nexport type Card = typeof OrderCard;',
  ],
  [
    "components-reaches-only-down",
    "components/knows-tables.tsx",
    'import type { Tx } from "#db/open.ts";\nexport type T = Tx;',
  ],
  [
    "components-take-types-of-domain",
    "components/calls-rules.tsx",
    'import { pay } from "#domain/orders/pay.ts";\npay();',
  ],
  ["app-leaves-the-tables-alone", "app/reads-tables.ts", 'import { open } from "#db/open.ts";\nopen();'],
  [
    "app-leaves-providers-to-services",
    "app/pays.ts",
    'import { gateway } from "#providers/stripe.ts";\ngateway({ tx: {} });',
  ],
  [
    "services-hear-the-outside-world",
    "app/settles.ts",
    'import { apply } from "#domain/checkout/apply-payment-update.ts";\napply();',
  ],
  ["app-does-not-run-commands", "app/runs-commands.ts", 'import "#ops/cli/start.ts";'],
  ["domain-knows-no-framework", "domain/orders/knows-stripe.ts", 'import Stripe from "stripe";\nnew Stripe("");'],
  [
    "domain-knows-no-framework",
    "domain/orders/knows-next.ts",
    'import { redirect } from "next/navigation";\nredirect("/");',
  ],
  [
    "domain-knows-no-framework",
    "domain/orders/knows-driver.ts",
    'import type { Database } from "better-sqlite3";\nexport type D = Database;',
  ],
  ["domain-touches-no-files", "domain/orders/reads-files.ts", 'import "node:fs";'],
  ["no-cycles", "domain/orders/egg.ts", 'import { hen } from "./hen.ts";\nexport const egg = () => hen;'],
  ["the-house-has-these-folders", "helpers/orders.ts", 'import "#domain/policy.ts";'],
  [
    "what-ships-needs-no-test",
    "ops/ships-tests.ts",
    'import { school } from "../tests/support/school.ts";\nexport default school;',
  ],
  ["what-ships-is-a-dependency", "ops/ships-vitest.ts", 'import { expect } from "vitest";\nexpect(1);'],
  ["everything-resolves", "domain/orders/lost.ts", 'import "./nowhere.ts";'],
];

let fixture: string;
let violations: { from: string; rule: string }[];

beforeAll(async () => {
  fixture = mkdtempSync(path.join(tmpdir(), "matricula-arrows-"));
  const { imports } = JSON.parse(readFileSync(path.join(HOUSE, "package.json"), "utf8"));
  const manifest = {
    type: "module",
    imports,
    dependencies: { stripe: "*", next: "*", "better-sqlite3": "*" },
    devDependencies: { vitest: "*" },
  };
  const files = {
    ...RIGHT,
    ...Object.fromEntries(WRONG.map(([, file, text]) => [file, text])),
    "package.json": JSON.stringify(manifest),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(fixture, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(fixture, file), text);
  }
  symlinkSync(path.join(HOUSE, "node_modules"), path.join(fixture, "node_modules"));
  const cli = path.join(HOUSE, "node_modules/.bin/depcruise");
  const config = path.join(HOUSE, "tools/dependency-cruiser.mjs");
  const output = await new Promise<string>((resolve) => {
    execFile(cli, ["--config", config, "--output-type", "json", "."], { cwd: fixture, maxBuffer: 1e8 }, (_, stdout) =>
      resolve(stdout),
    );
  });
  const { summary } = JSON.parse(output) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  violations = summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}, 60_000);

afterAll(() => rmSync(fixture, { recursive: true, force: true }));

test.each(WRONG)("%s refuses %s", (rule, file) => {
  expect(violations).toContainEqual({ from: file, rule });
});

test("no right arrow is refused", () => {
  const wrongFiles = new Set(WRONG.map(([, file]) => file));
  expect(violations.filter(({ from }) => !wrongFiles.has(from))).toEqual([]);
});

test("the verbs and subjects that the rules name are there", () => {
  const rules = readFileSync(path.join(HOUSE, "tools/dependency-cruiser.mjs"), "utf8");
  const listOf = (name: string) => rules.slice(rules.indexOf(`const ${name} = [`)).split("];", 1)[0] ?? "";
  const named = (name: string) => [...listOf(name).matchAll(/"([a-z/-]+)"/g)].map(([, found]) => `domain/${found}`);
  const verbs = named("HEARD").map((file) => `${file}.ts`);
  const subjects = named("SUBJECTS").map((folder) => (folder === "domain/policy" ? `${folder}.ts` : folder));
  expect(verbs.length).toBeGreaterThan(10);
  expect(subjects.length).toBeGreaterThan(20);
  expect([...verbs, ...subjects].filter((file) => !existsSync(path.join(HOUSE, file)))).toEqual([]);
});
