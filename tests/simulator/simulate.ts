import { createHash } from "node:crypto";
import { asc } from "drizzle-orm";
import { journals, postings } from "#db/schema/index.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { findViolations as findChainBreaks } from "#tests/support/invariants.ts";
import { sealLeftChains } from "#ops/jobs/seal-chains.ts";
import { engine } from "#db/engine.ts";
import type { Act, Begun } from "./act.ts";
import { BUYERS } from "./buyers.ts";
import { countFigures } from "./count-figures.ts";
import { createDraw, type Draw } from "./draw.ts";
import { findViolations, type Violation } from "./invariants.ts";
import { BOOKKEEPER } from "./bookkeeper.ts";
import { compareLedgers } from "./compare-ledgers.ts";
import { BY_ITSELF } from "./jobs.ts";
import { OFFICE } from "./office.ts";
import { openSimulatedSchool, type SimulatedSchool } from "./open-school.ts";
import { OUTSIDE } from "./outside.ts";
import { PAYOUT_FILES } from "./payout-files.ts";
import { compareBooks, drain } from "./reconcile.ts";
import { createStateWatch } from "./state-watch.ts";
import { findUnevenLines, STATEMENTS } from "./statements.ts";
import { STUDENTS } from "./students.ts";
import { beginTask, Death, type Fate, finishTask, killTask, releaseTask, type Task } from "./tasks.ts";

const ACTS: readonly Act[] = [
  ...BUYERS,
  ...STUDENTS,
  ...OFFICE,
  ...OUTSIDE,
  ...STATEMENTS,
  ...PAYOUT_FILES,
  ...BOOKKEEPER,
  ...BY_ITSELF,
];
const WEIGHT = ACTS.reduce((sum, { weight }) => sum + weight, 0);
/** Much is possible only now and then. */
const ACTS_TRIED_MAX = 6;
/** So many do something at the same time. */
const TASKS_MAX = 3;

export type Figures = Awaited<ReturnType<typeof countFigures>> & {
  steps: number;
  deaths: number;
  refused: number;
  unanswered: number;
} & SimulatedSchool["figures"];
export type Failure = { step: number; rule: string; object: string; detail: string };
/** Ids as people read them: `ord_5` in the place of its 32 digits. */
const shorten = (said: string) => said.replace(/_0*([0-9a-f]+?)70008000000000000000/g, "_$1");

export type Simulated = { figures: Figures; hash: string; failure: Failure | undefined; told: string[] };

type World = {
  school: SimulatedSchool;
  tasks: Task[];
  figures: { deaths: number; refused: number; unanswered: number };
  watch: () => Promise<Violation[]>;
  /** What was found after a commit; whoever made it must not catch it. */
  broken: Violation | undefined;
};

/** Plays a history: each step is a number, from which it draws all that it needs. Ends at the first thing that is not as it must be. */
export async function simulate(steps: readonly number[]): Promise<Simulated> {
  const school = await openSimulatedSchool();
  const figures = { deaths: 0, refused: 0, unanswered: 0 };
  const world: World = { school, tasks: [], figures, watch: createStateWatch(school.read), broken: undefined };
  school.watcher.look = () => look(world);
  const told: string[] = [];
  let failure: Failure | undefined;
  try {
    for (const [at, step] of steps.entries()) {
      failure = await guard(
        at,
        async () => told.push(shorten(`${at + 1}. ${await takeStep(world, createDraw(step))}`)),
        world,
      );
      if (failure) break;
    }
    failure ??= await guard(steps.length, () => settleAll(world), world);
    failure ??= await guard(steps.length, async () => expectNothing(await listLastViolations(school)), world);
    return {
      figures: { steps: told.length, ...(await countFigures(school.read)), ...figures, ...school.figures },
      hash: await hashLedger(school),
      failure,
      told,
    };
  } finally {
    for (const task of world.tasks) await killTask(task);
    await school.close();
  }
}

/** What broke in a step, be it an error that nobody expects or a rule. */
async function guard(step: number, act: () => Promise<unknown>, world: World): Promise<Failure | undefined> {
  try {
    await act();
    expectNothing([...findDoubleCharges(world.school), ...listFaultsOutside(world.school)]);
    return world.broken && { step: step + 1, ...world.broken };
  } catch (error) {
    if (world.broken) return { step: step + 1, ...world.broken };
    if (error instanceof Broken) return { step: step + 1, ...error.violation };
    const said = error instanceof Error ? `${error.message} ${describeCause(error)}` : String(error);
    const place =
      error instanceof Error ? (error.stack?.split("\n").find((line) => line.includes("/domain/")) ?? "") : "";
    return { step: step + 1, rule: "nothing fails but by a refusal", object: place.trim(), detail: said };
  }
}

const describeCause = ({ cause }: Error) => (cause instanceof Error ? cause.message : "");

class Broken extends Error {
  readonly violation: Violation;
  constructor(violation: Violation) {
    super(violation.rule);
    this.violation = violation;
  }
}

function expectNothing([first]: readonly Violation[]): void {
  if (first) throw new Broken(first);
}

/** Looks at everything that is stored. */
async function look(world: World): Promise<void> {
  const { school } = world;
  if (world.broken) return;
  world.broken = (await findViolations(school.read))[0] ?? (await world.watch())[0];
}

const findDoubleCharges = ({ cards }: SimulatedSchool): Violation[] =>
  Object.values(cards).flatMap(({ sessions }) => {
    const seen = new Set<string>();
    return sessions.flatMap(({ reference, paymentId, charges }) => {
      const isTwice = charges > 1 || (charges > 0 && seen.has(paymentId));
      if (charges > 0) seen.add(paymentId);
      return isTwice ? [{ rule: "an attempt is charged once", object: paymentId, detail: reference }] : [];
    });
  });

/** What a service or the bank was asked for and never must be. */
const listFaultsOutside = ({ cards, bank }: SimulatedSchool): Violation[] =>
  [...Object.values(cards).flatMap(({ shelf }) => shelf.faults), ...bank.faults].map((detail) => ({
    ...{ rule: "nobody outside is asked for what is wrong", object: "", detail },
  }));

/** One step: somebody begins something, or goes on with it. */
async function takeStep(world: World, draw: Draw): Promise<string> {
  const { school, tasks } = world;
  school.now.draw = draw;
  if (tasks.length > 0 && (tasks.length >= TASKS_MAX || draw.percent(45))) {
    if (draw.percent(2)) return dieAll(world);
    const task = tasks[draw.whole(tasks.length)] as Task;
    return `  … ${task.name}: ${await goOn(world, task, drawFate(task, draw))}`;
  }
  let begun: Begun | undefined;
  for (let tries = 0; tries < ACTS_TRIED_MAX && !begun; tries++) begun = await drawAct(draw).begin(school, draw);
  if (!begun) return "nothing";
  if (!begun.run) return begun.what;
  const task = await beginTask(begun.what, begun.run);
  tasks.push(task);
  return `${begun.what}: ${await goOn(world, task, drawFate(task, draw))}`;
}

function drawAct(draw: Draw): Act {
  let left = (draw.whole(1_000_000) / 1_000_000) * WEIGHT;
  for (const act of ACTS) {
    left -= act.weight;
    if (left < 0) return act;
  }
  return ACTS[0] as Act;
}

/** Most things go well. */
function drawFate({ boundary }: Task, draw: Draw): Fate {
  const deaths: readonly Fate[] = ["die before", "die within", "die after"];
  if (draw.percent(5)) return deaths[draw.whole(3)] as Fate;
  if (boundary === "call" && draw.percent(14)) return draw.percent(50) ? "lost before" : "lost after";
  return "go on";
}

async function goOn(world: World, task: Task, fate: Fate): Promise<string> {
  const kind = task.boundary;
  await releaseTask(task, fate);
  if (fate.startsWith("die")) {
    world.figures.deaths += 1;
    await killTask(task);
  }
  const where = fate === "go on" ? (kind ?? "reads") : `${fate} a ${kind}`;
  if (!task.outcome) return where;
  world.tasks.splice(world.tasks.indexOf(task), 1);
  return `${where}, ${endOf(world, task.outcome)}`;
}

/** How a task ended. What is neither a refusal nor a silent provider nor death is a fault of ours. */
function endOf({ figures }: World, outcome: { failed?: unknown }): string {
  if (!("failed" in outcome)) return "done";
  const { failed } = outcome;
  if (failed instanceof Death) return "dead";
  if (isRefusal(failed)) {
    figures.refused += 1;
    return `refused: ${failed.code}`;
  }
  if (isProviderTrouble(failed)) {
    figures.unanswered += 1;
    return "no answer";
  }
  throw failed;
}

/** The machine stops: whoever did something did it in vain, unless it was committed. */
async function dieAll(world: World): Promise<string> {
  world.figures.deaths += 1;
  for (const task of world.tasks.splice(0)) await killTask(task);
  return "everything stops";
}

async function settleAll(world: World): Promise<void> {
  for (const task of world.tasks.splice(0)) {
    await finishTask(task);
    if (task.outcome) endOf(world, task.outcome);
  }
  await drain(world.school);
}

async function listLastViolations(school: SimulatedSchool): Promise<Violation[]> {
  if (engine === "postgres") await sealLeftChains();
  const found = [
    ...(await compareBooks(school)),
    ...(await findUnevenLines(school)),
    ...(await compareLedgers(school.read)),
    ...(await findChainBreaks(school.database)),
  ];
  return found.map((detail) => ({ rule: "what everybody's books say in the end is the same", object: "", detail }));
}

/** The ledger without its numbers, of which PostgreSQL also gives some to writes that are undone. */
async function hashLedger({ read }: SimulatedSchool): Promise<string> {
  const rows = await read.select().from(journals).orderBy(asc(journals.seq));
  const lines = await read.select().from(postings);
  const hash = createHash("sha256");
  for (const { seq, at, kind, sourceType, sourceId } of rows) {
    const own = lines
      .filter(({ journalSeq }) => journalSeq === seq)
      .map(({ account, detail, amountMinor, currency }) => [account, detail, amountMinor, currency].join(" "))
      .sort();
    hash.update(JSON.stringify([at.getTime(), kind, sourceType, sourceId, own]));
  }
  return hash.digest("hex").slice(0, 16);
}
