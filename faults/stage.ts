import { and, eq, inArray } from "drizzle-orm";
import { engine } from "#db/engine.ts";
import { enrolments, sessions } from "#db/schema/index.ts";
import { DAY_MS, later } from "#domain/kernel/clock.ts";
import { type Crowd, startCrowd, type Student } from "#testing/crowd.ts";
import { violations } from "#testing/facts.ts";
import { signedIn } from "#testing/pressing.ts";
import { openTestSchool, type TestSchool } from "#testing/school.ts";
import { type StartedSchool, type StartOptions, startSchool } from "#testing/started-school.ts";

const SLUG = "faults";
const PROCESSES = 2;
const ASKED_AT_ONCE = 500;

export type Stage = {
  school: TestSchool;
  cohortId: string;
  served: StartedSchool;
  /** Begins to press Enrol and to read, at the school's port or at others. */
  crowd(ports?: number[]): Crowd;
  /** Starts the school again at its port, after it has ended. */
  startAgain(): Promise<void>;
  /** What is wrong with what is stored, against everybody who was told that they are in. */
  examine(): Promise<{ acknowledged: number; lost: string[]; broken: string[] }>;
};

export type StageOptions = {
  people: number;
  /** The folder that the database must be in. */
  within?: string;
  env?: Record<string, string>;
};

/** A school of two server processes with a course, and people who are signed in; taken down when `play` is over. */
export async function onStage<T>(options: StageOptions, play: (stage: Stage) => Promise<T>): Promise<T> {
  const { people, within, env } = options;
  const school = await openTestSchool({}, within === undefined ? {} : { within });
  school.clock.set(new Date());
  const { id: cohortId } = await school.cohort({ capacity: 1_000_000 }, { slug: SLUG, title: "Faults" });
  const students = await Promise.all(Array.from({ length: people }, () => signedIn(school)));
  // Longer than any fault moves the clock.
  await school.database.write((tx) => tx.update(sessions).set({ expiresAt: later(school.clock(), 30 * DAY_MS) }));
  const options_: StartOptions = { processes: PROCESSES, ...(env ? { env } : {}) };
  let served = await startSchool(school.database.url, options_);
  await served.complete(PROCESSES);
  const crowds: Crowd[] = [];
  const stage: Stage = {
    school,
    cohortId,
    get served() {
      return served;
    },
    crowd(ports = [served.port]) {
      const crowd = startCrowd({ ports, cohortId, slug: SLUG, students });
      crowds.push(crowd);
      return crowd;
    },
    async startAgain() {
      served = await startSchool(school.database.url, { ...options_, port: served.port });
      await served.complete(PROCESSES);
    },
    async examine() {
      const acknowledged = crowds.flatMap(({ seen }) => seen.inside);
      return {
        acknowledged: acknowledged.length,
        lost: await notStored({ school, cohortId }, acknowledged),
        broken: await violations(school.database),
      };
    },
  };
  try {
    return await play(stage);
  } finally {
    await Promise.all(crowds.map((crowd) => crowd.stop()));
    await served.stop();
    await school.drop();
  }
}

async function notStored({ school, cohortId }: Pick<Stage, "school" | "cohortId">, ids: Student["id"][]) {
  const stored = new Set<string>();
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    const some = ids.slice(at, at + ASKED_AT_ONCE);
    const rows = await school.database.read
      .select({ id: enrolments.studentId })
      .from(enrolments)
      .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.studentId, some)));
    for (const { id } of rows) stored.add(id);
  }
  return ids.filter((id) => !stored.has(id));
}

export const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

/** Waits until something is so; false when it never was. */
export async function soon(isSo: () => boolean | Promise<boolean>, msMax: number): Promise<boolean> {
  const deadline = performance.now() + msMax;
  while (performance.now() < deadline) {
    if (await isSo()) return true;
    await pause(50);
  }
  return false;
}

export const onSqlite = () => (engine === "sqlite" ? undefined : "it concerns SQLite's file");
