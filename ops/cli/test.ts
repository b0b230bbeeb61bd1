/**
 * `npm test`: every check and test there is, in the order of `SUITES`. Goes on after a failure, so that one run tells all.
 * `--only unit,sqlite` runs some of them: `npm test -- --only unit`. The last line says the totals.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildIfNeeded } from "../build.ts";
import { CHECKS } from "../../testing/checks.ts";
import { installBrowser } from "../../testing/chromium.ts";
import { formatDuration, formatTable, runStep } from "../steps.ts";
import { type Failure, formatFailures, playwrightFailures, vitestFailures } from "../../testing/failures.ts";
import { type Counts, countPlaywright, countVitest, judge, totalsLine } from "../../testing/test-counts.ts";

type Part = { name: string; counts: Counts; ms: number };

/** Said again at the end, where whoever reads a long log begins. */
const failures: Failure[] = [];

const REPORTS = "test-results";

async function timed(name: string, run: () => Promise<Counts>): Promise<Part> {
  const started = performance.now();
  const counts = await run();
  return { name, counts, ms: performance.now() - started };
}

/** A check, and whatever else either works or does not, counts as one test. */
const one = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

function readReport<Report, Read>(file: string, read: (report: Report) => Read): Read | null {
  return existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8")) as Report) : null;
}

async function vitest(project: string): Promise<Part[]> {
  const report = `${REPORTS}/${project}.json`;
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const run = async () => {
    const { ok } = await runStep({ name: project, command: ["vitest", "run", "--project", project, ...reporters] });
    failures.push(...(readReport(report, vitestFailures) ?? []));
    return judge(readReport(report, countVitest), ok);
  };
  return [await timed(project, run)];
}

async function browser(): Promise<Part[]> {
  const report = `${REPORTS}/playwright.json`;
  rmSync(report, { force: true });
  const run = async () => {
    const program = await installBrowser();
    if (program === null) return judge(null, false);
    const { ok } = await runStep({ name: "browser", command: ["playwright", "test"], env: { CHROMIUM_PATH: program } });
    failures.push(...(readReport(report, playwrightFailures) ?? []));
    return judge(readReport(report, countPlaywright), ok);
  };
  return [await timed("browser", run)];
}

async function check(): Promise<Part[]> {
  const parts: Part[] = [];
  for (const step of CHECKS) parts.push(await timed(step.name, async () => one((await runStep(step)).ok)));
  return parts;
}

const SUITES: Record<string, () => Promise<Part[]>> = {
  check,
  unit: () => vitest("unit"),
  sqlite: () => vitest("sqlite"),
  postgres: () => vitest("postgres"),
  build: async () => [await timed("build", async () => one(await buildIfNeeded()))],
  servers: () => vitest("servers"),
  "servers-postgres": () => vitest("servers-postgres"),
  browser,
};

function chosenSuites(): string[] {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const known = Object.keys(SUITES);
  const chosen = values.only?.split(",").map((name) => name.trim()) ?? known;
  const unknown = chosen.filter((name) => !known.includes(name));
  if (unknown.length === 0) return known.filter((name) => chosen.includes(name));
  console.error(`There is no suite called ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exit(1);
}

const suites = chosenSuites();
mkdirSync(REPORTS, { recursive: true });
const parts: Part[] = [];
for (const name of suites) parts.push(...((await SUITES[name]?.()) ?? []));

const rows = parts.map(({ name, counts, ms }) => {
  const { passed, failed, skipped } = counts;
  return [
    failed > 0 ? "FAILED" : "ok",
    name,
    `${passed} passed`,
    `${failed} failed`,
    `${skipped} skipped`,
    formatDuration(ms),
  ];
});
if (failures.length > 0) console.log(`\n${formatFailures(failures)}`);
console.log(`\n${formatTable(rows)}\n`);
console.log(totalsLine(parts.map(({ counts }) => counts)));
process.exitCode = parts.some(({ counts }) => counts.failed > 0) ? 1 : 0;
