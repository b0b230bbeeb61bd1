/** `npm run bench [-- --quick] [-- --only NAME]`: prints one JSON line a measure. docs/benchmarks.md says how to read them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { settingsSchema } from "#config/settings.ts";
import { type Bench, judged, type Measure } from "./measure.ts";
import { billing } from "./measures/billing.ts";
import { conversation } from "./measures/conversation.ts";
import { drizzle } from "./measures/drizzle.ts";
import { footprint } from "./measures/footprint.ts";
import { grouping } from "./measures/grouping.ts";
import { invoices } from "./measures/invoices.ts";
import { javascript } from "./measures/javascript.ts";
import { lighthouse } from "./measures/lighthouse.ts";
import { move } from "./measures/move.ts";
import { orders } from "./measures/orders.ts";
import { pages } from "./measures/pages.ts";
import { pagesPeopleUse } from "./measures/pages-people-use.ts";
import { replica } from "./measures/replica.ts";
import { rush } from "./measures/rush.ts";
import { scale } from "./measures/scale.ts";
import { servers } from "./measures/servers.ts";
import { start } from "./measures/start.ts";
import { classes } from "./measures/classes.ts";
import { usage } from "./measures/usage.ts";
import { writesOverHttp } from "./measures/writes-over-http.ts";

const MEASURES: Measure[] = [
  writesOverHttp,
  orders,
  grouping,
  drizzle,
  pages,
  pagesPeopleUse,
  conversation,
  rush,
  scale,
  servers,
  footprint,
  start,
  javascript,
  lighthouse,
  move,
  replica,
  usage,
  classes,
  invoices,
  billing,
];

const { values: asked } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
});
const wanted = MEASURES.filter(({ name }) => !asked.only || asked.only.includes(name));
if (wanted.length === 0) {
  console.error(`Measures:\n${MEASURES.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join("\n")}`);
  process.exit(1);
}

// What the shell has set must not decide what is measured.
for (const name of Object.keys(settingsSchema.shape)) delete process.env[name];

// What the build says is no line of the report.
const built = spawnSync(process.execPath, ["ops/cli/build.ts"], { stdio: ["ignore", 2, 2] });
if (built.status !== 0) process.exit(1);

const bench: Bench = {
  quick: asked.quick,
  folder: mkdtempSync(join(tmpdir(), "bench-")),
  size: (full, quick) => (asked.quick ? quick : full),
};
try {
  for (const measure of wanted) await report(measure);
} finally {
  rmSync(bench.folder, { recursive: true, force: true });
}

/** A measure that cannot be taken says so and leaves the others their turn. */
async function report(measure: Measure) {
  console.error(`… ${measure.about}`);
  try {
    for (const finding of await measure.run(bench)) console.log(JSON.stringify(judged(finding)));
  } catch (error) {
    console.log(JSON.stringify({ measure: measure.name, ok: false, failed: String(error) }));
    process.exitCode = 1;
  }
}
