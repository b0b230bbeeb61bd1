import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { and, eq, inArray } from "drizzle-orm";
import { engine } from "#db/engine.ts";
import { openDatabase } from "#db/open.ts";
import { enrolments, journals, sessions } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { type Crowd, startCrowd, type Student } from "#tests/support/crowd.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { asAccount, type StartedSchool, type StartOptions, startSchool } from "#tests/support/started-school.ts";
import { giveTo } from "#tests/support/storage.ts";
import { type Office, openOffice, startCheckoutDriver, type CheckoutDriver } from "#tests/support/checkout-driver.ts";

const SLUG = "faults";
const PROCESSES = 2;
const ASKED_AT_ONCE = 500;

export type Simulation = {
  /** A SQLite file, or the address of a PostgreSQL database. Nothing of this process has it open while the play goes on. */
  databaseUrl: string;
  /** Where the school notes, outside of its database, how far its ledger has come. */
  checkpointFile: string;
  served: StartedSchool;
  office: Office;
  /** Begins to press Enrol and to read, at the school's port or at others. */
  crowd(ports?: number[]): Crowd;
  /** Begins to confirm transfers. */
  till(): CheckoutDriver;
  /** Ends every process of the school as a power cut does. */
  kill(): Promise<void>;
  /** Starts the school again at its port, after it has ended. */
  startAgain(): Promise<void>;
  /** Runs a command of the school as its operator does: `job shorten-log`. */
  command(name: string, ...args: string[]): Promise<{ code: number | null; said: string }>;
  /** What each server process says of itself, in a word. */
  words(): Promise<string[]>;
  /** What each server process is not well of. */
  reasons(): Promise<{ code: string; words: string }[][]>;
  /** What is wrong with what is stored, against everybody who was told that they are in or that their money has arrived. */
  examine(databaseUrl?: string): Promise<CheckedState>;
};

export type CheckedState = { acknowledged: number; lost: string[]; broken: string[] };

export type SimulationOptions = {
  people: number;
  /** How many bank transfers wait to be confirmed. */
  transfers?: number;
  /** The folder that the database must be in. */
  within?: string;
  env?: Record<string, string>;
  /** The account that the school runs under, by its number. */
  account?: number | undefined;
  /** Puts more into the database, before the school opens. */
  fill?: (school: TestSchool) => Promise<void>;
};

/** A school of two server processes with a course, and people who are signed in; taken down when `play` is over. */
export async function withSimulation<T>(
  options: SimulationOptions,
  play: (stage: Simulation) => Promise<T>,
): Promise<T> {
  const checkpointFolder = mkdtempSync(join(tmpdir(), "matricula-checkpoint-"));
  const set = await setUp(options, checkpointFolder);
  const loads: (Crowd | CheckoutDriver)[] = [];
  const stage = createSimulation(set, loads);
  try {
    await stage.startAgain();
    return await play(stage);
  } finally {
    await Promise.all(loads.map((load) => load.stop()));
    await set.running?.stop();
    await set.school.drop();
    rmSync(checkpointFolder, { recursive: true, force: true });
  }
}

type Set = {
  school: TestSchool;
  databaseUrl: string;
  checkpointFile: string;
  cohortId: string;
  students: Student[];
  office: Office;
  startOptions: StartOptions;
  running?: StartedSchool;
};

/** Everything that is in the school's books before it opens. */
async function setUp(options: SimulationOptions, checkpointFolder: string): Promise<Set> {
  const { people, transfers = 0, within, env, account, fill } = options;
  const school = await openTestSchool({}, within === undefined ? {} : { within });
  school.clock.set(new Date());
  const { id: cohortId } = await school.cohort({ capacity: 1_000_000 }, { slug: SLUG, title: "Faults" });
  const students = await createSignedInStudents(school, people);
  // Longer than any fault moves the clock.
  await school.database.write((tx) => tx.update(sessions).set({ expiresAt: addMs(school.clock(), 30 * DAY_MS) }));
  const office = await openOffice(school, transfers);
  await fill?.(school);
  const databaseUrl = school.database.url;
  // Files that are moved, deleted and put back under the servers must not be held by us too.
  await school.database.close();
  if (account !== undefined) for (const folder of [dirname(databaseUrl), checkpointFolder]) giveTo(account, folder);
  const checkpointFile = join(checkpointFolder, "ledger.json");
  const startOptions: StartOptions = {
    processes: PROCESSES,
    env: { MATRICULA_CHECKPOINT_FILE: checkpointFile, MATRICULA_API_PER_MINUTE: "0", ...env },
    ...(account === undefined ? {} : { account }),
  };
  return { school, databaseUrl, checkpointFile, cohortId, students, office, startOptions };
}

function createSimulation(set: Set, loads: (Crowd | CheckoutDriver)[]): Simulation {
  const { databaseUrl, checkpointFile, cohortId, students, office, startOptions } = set;
  const served = () => {
    if (!set.running) throw new Error("the school has not been started");
    return set.running;
  };
  const begin = <Load extends Crowd | CheckoutDriver>(load: Load): Load => {
    loads.push(load);
    return load;
  };
  return {
    databaseUrl,
    checkpointFile,
    office,
    get served() {
      return served();
    },
    crowd: (ports = [served().port]) => begin(startCrowd({ ports, cohortId, slug: SLUG, students })),
    till: () => begin(startCheckoutDriver(served().port, office)),
    async kill() {
      for (const pid of [served().process.pid ?? 0, ...served().workers()]) process.kill(pid, "SIGKILL");
      await served().ended;
    },
    async startAgain() {
      const port = set.running ? { port: set.running.port } : {};
      set.running = await startSchool(databaseUrl, { ...startOptions, ...port });
      await set.running.complete(PROCESSES);
    },
    command: (name, ...args) => command(served().env, startOptions.account, [`ops/cli/${name}.ts`, ...args]),
    words: async () => (await served().askEach("/health")).map(({ text }) => text.trim()),
    async reasons() {
      const headers = { authorization: `Bearer ${office.token}` };
      const answers = await served().askEach("/api/monitoring/database/health", { headers });
      return answers.map(({ text }) => (JSON.parse(text) as { reasons: { code: string; words: string }[] }).reasons);
    },
    examine: (url = databaseUrl) => checkState(url, cohortId, loads),
  };
}

async function checkState(url: string, cohortId: string, loads: (Crowd | CheckoutDriver)[]): Promise<CheckedState> {
  const inside = loads.flatMap(({ seen }) => ("inside" in seen ? seen.inside : []));
  const paid = loads.flatMap(({ seen }) => ("paid" in seen ? seen.paid : []));
  const database = openDatabase(url);
  try {
    const lost = [...(await notInside(database, cohortId, inside)), ...(await notBooked(database, paid))];
    return { acknowledged: inside.length + paid.length, lost, broken: await findViolations(database) };
  } finally {
    await database.close();
  }
}

function command(env: NodeJS.ProcessEnv, account: number | undefined, args: string[]) {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env, ...asAccount(account) });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise<{ code: number | null; said: string }>((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code, said }));
  });
}

async function notInside({ read }: Database, cohortId: string, ids: string[]): Promise<string[]> {
  return notAmong(ids, async (some) =>
    read
      .select({ id: enrolments.studentId })
      .from(enrolments)
      .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.studentId, some))),
  );
}

/** Whose money arrived, and is in no journal. */
async function notBooked({ read }: Database, ids: string[]): Promise<string[]> {
  return notAmong(ids, async (some) =>
    read
      .select({ id: journals.sourceId })
      .from(journals)
      .where(and(eq(journals.kind, "payment_settled"), inArray(journals.sourceId, some))),
  );
}

async function notAmong(ids: string[], find: (some: string[]) => Promise<{ id: string }[]>): Promise<string[]> {
  const stored = new Set<string>();
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    for (const { id } of await find(ids.slice(at, at + ASKED_AT_ONCE))) stored.add(id);
  }
  return ids.filter((id) => !stored.has(id));
}

export const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

export const onSqlite = () => (engine === "sqlite" ? undefined : "it concerns SQLite's file");
