/**
 * `npm test`: the checks and tests for whoever has changed something and waits, as many beside each other as the processors bear. Goes
 * on after a failure, so that one run tells all. `--only unit,sqlite` runs some of them: `npm test -- --only unit`. `npm run test:all`
 * (`--all`) does each thing in each of its ways, as CI does; `npm run test:long` (`--long`) what takes longer: every fault, more rounds
 * of what goes round, and every screen in every language. The last line says the totals, and how many tests are left to `test:all`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { buildIfNeeded } from "#ops/build.ts";
import { type CheckStep, CHECKS, ROUTE_TYPES } from "./test-runner/checks.ts";
import { installBrowser } from "./test-runner/chromium.ts";
import { formatDuration, formatTable, runStep, type Step } from "#ops/run-step.ts";
import { type Failure, formatFailures, playwrightFailures, vitestFailures } from "./test-runner/failures.ts";
import { formatUnsteady, listReruns } from "./test-runner/rerun-failed.ts";
import { readProcessorSeconds } from "./test-runner/processor-time.ts";
import { type Job, runSideBySide } from "./test-runner/side-by-side.ts";
import {
  type Counts,
  countLeftOnPostgres,
  countPlaywright,
  countVitest,
  findLeftWhole,
  judge,
  totalsLine,
  type VitestReport,
} from "./test-runner/test-counts.ts";
import { environmentOf, type Width } from "./test-runner/width.ts";

type Part = { name: string; counts: Counts; ms: number };

const REPORTS = "test-results";
/** More than any machine has. */
const ALONE = Infinity;
/** What has a long run: the rest is the same in both. */
const LONG_SUITES = "build,unit,sqlite,postgres,servers,servers-postgres,browser";

const { values: asked } = parseArgs({
  options: {
    only: { type: "string" },
    all: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
  },
});
const cores = availableParallelism();
const suites = chosenSuites(asked.only ?? (asked.long ? LONG_SUITES : undefined));
/** Several at once would write into each other's lines. */
const prefixed = suites.length > 1;
const width: Width = asked.long ? "long" : asked.all ? "all" : "quick";
const env = environmentOf(width);

/** Of each suite that has tests, said again at the end, where whoever reads a long log begins. */
const failures = new Map<string, Failure[]>();

/** A check, and whatever else either works or does not, counts as one test. */
const one = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

function readReport<Report, Read>(file: string, read: (report: Report) => Read): Read | null {
  return existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8")) as Report) : null;
}

/** One project of vitest. A long run holds what is promised in seconds: one file after the other. */
async function vitest(project: string, beside = 1): Promise<Counts> {
  const workers = asked.long ? 1 : prefixed ? beside : cores;
  const report = `${REPORTS}/${project}.json`;
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command: Step["command"] = ["vitest", "run", "--project", project, `--maxWorkers=${workers}`, ...reporters];
  const { ok } = await runStep({ name: project, command, env }, { prefixed });
  failures.set(project, readReport(report, vitestFailures) ?? []);
  return judge(readReport(report, countVitest), ok);
}

async function browser(): Promise<Counts> {
  const report = `${REPORTS}/playwright.json`;
  rmSync(report, { force: true });
  const program = await installBrowser();
  if (program === null) return judge(null, false);
  const step: Step = { name: "browser", command: ["playwright", "test"], env: { ...env, CHROMIUM_PATH: program } };
  const { ok } = await runStep(step, { prefixed });
  failures.set("browser", readReport(report, playwrightFailures) ?? []);
  return judge(readReport(report, countPlaywright), ok);
}

/**
 * Everything in the order in which it begins when there is room: first what others wait for, then what takes longest, so that short
 * things fill what is left. Shares are what was measured of each alone: seconds of a processor for each second that it took.
 */
function jobs(): Job<Counts>[] {
  const check = ({ after = [], ...step }: CheckStep): Job<Counts> => {
    const run = async () => one((await runStep(step, { prefixed })).ok);
    return { name: step.name, share: 1, after, run };
  };
  const [makers, readers] = [CHECKS.filter(({ after }) => !after), CHECKS.filter(({ after }) => after)];
  const built = { after: ["build"] };
  return [
    ...makers.filter(({ name }) => name === ROUTE_TYPES).map(check),
    // It writes anew what the readers read.
    { name: "build", share: 1.2, after: [ROUTE_TYPES], run: async () => one(await buildIfNeeded({ prefixed })) },
    { name: "browser", share: 1.2, ...built, run: browser },
    // In two processes: servers are waited for as they begin and end.
    { name: "servers", share: asked.long ? ALONE : 0.8, ...built, run: () => vitest("servers", 2) },
    { name: "postgres", share: 0.7, run: () => vitest("postgres") },
    { name: "servers-postgres", share: asked.long ? ALONE : 0.7, ...built, run: () => vitest("servers-postgres") },
    { name: "sqlite", share: 0.8, run: () => vitest("sqlite") },
    ...readers.map((each) => check({ ...each, after: [...(each.after ?? []), "build"] })),
    { name: "unit", share: 0.9, run: () => vitest("unit") },
    ...makers.filter(({ name }) => name !== ROUTE_TYPES).map(check),
  ];
}

function chosenSuites(wanted: string | undefined): Job<Counts>[] {
  const known = jobs();
  const checks = CHECKS.map(({ name }) => name);
  const named = wanted?.split(",").map((name) => name.trim()) ?? known.map(({ name }) => name);
  const names = named.flatMap((name) => (name === "check" ? checks : [name]));
  const unknown = names.filter((name) => !known.some((job) => job.name === name));
  if (unknown.length === 0) return known.filter(({ name }) => names.includes(name));
  const suiteNames = known.map(({ name }) => name).filter((name) => !checks.includes(name));
  console.error(`There is no suite called ${unknown.join(", ")}. There are: ${["check", ...suiteNames].join(", ")}.`);
  process.exit(1);
}

function timed({ run, ...job }: Job<Counts>): Job<Part> {
  return {
    ...job,
    async run() {
      const started = performance.now();
      const counts = await run();
      return { name: job.name, counts, ms: performance.now() - started };
    },
  };
}

const started = performance.now();
mkdirSync(REPORTS, { recursive: true });
const parts = await runSideBySide(suites.map(timed), cores);

const unsteady = await rerunFailed();
if (width === "quick") {
  for (const [on, by] of [
    ["postgres", "sqlite"],
    ["servers-postgres", "servers"],
  ] as const)
    addLeftOnPostgres(on, by);
  noteLeftWhole();
}

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
const failed = [...failures.values()].flat();
if (failed.length > 0) console.log(`\n${formatFailures(failed)}`);
if (unsteady.length > 0) console.log(`\n${formatUnsteady(unsteady)}`);
const used = readProcessorSeconds();
const ofProcessor = used === null ? "" : `, with ${Math.round(used)} s of a processor`;
console.log(`\n${formatTable(rows)}\n\nAll in ${formatDuration(performance.now() - started)}${ofProcessor}.`);
console.log(totalsLine(parts.map(({ counts }) => counts)));
process.exitCode = parts.some(({ counts }) => counts.failed > 0) ? 1 : 0;

/** What one suite leaves to a run of all, by what the same files had on SQLite. */
function addLeftOnPostgres(on: string, by: string) {
  const counts = parts.find(({ name }) => name === on)?.counts;
  if (!counts || !parts.some(({ name }) => name === by)) return;
  counts.left = (counts.left ?? 0) + (readReport(`${REPORTS}/${by}.json`, countLeftOnPostgres) ?? 0);
}

/** A file of which nothing was kept fails the suite that is named first, where both engines' have run. */
function noteLeftWhole() {
  for (const suites of [["sqlite", "postgres"], ["servers", "servers-postgres"], ["unit"]]) {
    const those = suites.flatMap((suite) => parts.filter(({ name }) => name === suite));
    if (those.length < suites.length) continue;
    const reports = suites.flatMap(
      (suite) => readReport(`${REPORTS}/${suite}.json`, (read: VitestReport) => read) ?? [],
    );
    const whole = findLeftWhole(reports);
    const [{ name, counts }] = those as [Part];
    counts.failed += whole.length;
    const said = "Nothing of it is kept in a quick run: one test of it must not be left to npm run test:all.";
    failures.set(name, [...(failures.get(name) ?? []), ...whole.map((file) => ({ name: file, said, at: { file } }))]);
  }
}

/** A whole run's few failures, each once more and alone: those of suites that pass then count as passed, and are named. */
async function rerunFailed(): Promise<Failure[]> {
  if (!prefixed) return [];
  const bad = parts.filter(({ counts }) => counts.failed > 0);
  const reruns = listReruns(bad.map(({ name }) => ({ suite: name, failures: failures.get(name) ?? [] })));
  const stillBad = new Set<string>();
  for (const { suite, command } of reruns) {
    const program: Record<string, string> =
      suite === "browser" ? { CHROMIUM_PATH: (await installBrowser()) ?? "" } : {};
    const { ok } = await runStep({ name: `${suite} again`, command, env: { ...env, ...program } }, { prefixed });
    if (!ok) stillBad.add(suite);
  }
  const steadied = bad.filter(({ name }) => reruns.some(({ suite }) => suite === name) && !stillBad.has(name));
  for (const { counts } of steadied) Object.assign(counts, { passed: counts.passed + counts.failed, failed: 0 });
  return steadied.flatMap(({ name }) => failures.get(name) ?? []);
}
