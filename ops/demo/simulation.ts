import type { Config } from "#config/config.ts";
import type { Database } from "#db/types.ts";
import { type Actor, createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, addMs, createFakeClock } from "#domain/kernel/clock.ts";
import type { ReadCtx, WriteCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { openRuntime, type Runtime } from "#runtime";
import { HOLD_MINUTES } from "#config/defaults.ts";
import { resolveDay } from "./plan-meetings.ts";
import { createRandom, type Random } from "./random.ts";

/** The school's own timezone: when nothing else is said, the story's hours are Basel's. */
const HOME = "Europe/Zurich";

/**
 * How the story's school takes money, whatever this one is set to from now on: its people pay within a quarter of an hour, by
 * test card, or by a transfer that somebody confirms by hand.
 */
const SEED_CONFIG: Pick<Config, "holdMinutes" | "paymentProviders"> = {
  holdMinutes: HOLD_MINUTES,
  paymentProviders: ["sandbox", "bank"],
};

/** Where the gateway's messages are heard meanwhile, because the school's own server is not running yet. */
type WebhookStub = { port: number };

/**
 * Where the story is played: a clock that is set to each scene's moment, and an agenda of scenes to come. A scene may put
 * more scenes on the agenda. What would happen after the present is never played, so the same story fits any day.
 */
export type Simulation = {
  present: Date;
  runtime: Runtime;
  random: Random;
  now(): Date;
  /** Puts a scene on the agenda. */
  at(when: Date, scene: () => Promise<unknown>): void;
  /** Puts a scene on the agenda, counted from the moment that is being played. */
  after(milliseconds: number, scene: () => Promise<unknown>): void;
  run(): Promise<void>;
  /** Lets somebody do something now. */
  act<T>(actor: Actor, verb: (ctx: WriteCtx) => Promise<T>): Promise<T>;
  read: ReadCtx["read"];
  /** So many days from the present (before it when negative), when the clock on the wall says `time`. */
  day(days: number, time: string, timezone?: string): Date;
};

type ScheduledStep = { at: Date; order: number; run: () => Promise<unknown> };

/** Opens the stage on a school's database. `ear` is where the sandbox gateway delivers its messages meanwhile. */
export function createSimulation(school: Runtime, present: Date, ear: WebhookStub): Simulation {
  const clock = createFakeClock(present);
  const config = { ...school.config, ...SEED_CONFIG, port: ear.port };
  const runtime = openRuntime(config, { database: withoutFsync(school.database), clock, secret: school.secret });
  const { rules } = runtime;
  const agenda: ScheduledStep[] = [];
  let scenes = 0;

  const at = (when: Date, run: ScheduledStep["run"]) => {
    if (when <= present) agenda.push({ at: when, order: scenes++, run });
  };
  const day = (days: number, time: string, timezone = HOME) => resolveDay(present, days, time, timezone);

  return {
    present,
    runtime,
    random: createRandom(2026),
    now: clock,
    at,
    after: (milliseconds, run) => at(addMs(clock(), milliseconds), run),
    async run() {
      for (let next = takeFirst(agenda); next; next = takeFirst(agenda)) {
        clock.set(next.at);
        await next.run().catch((cause: unknown) => {
          const daysAgo = Math.round((present.getTime() - clock().getTime()) / DAY_MS);
          throw new Error(`the story broke off ${daysAgo} days before the present`, { cause });
        });
      }
      clock.set(present);
    },
    // Whoever acts in the story has just signed in.
    act: (who, verb) => {
      const actor = who.type === "user" ? { ...who, provenAt: clock() } : who;
      return runtime.database.write((tx) =>
        verb(createWriteCtx({ tx, now: clock(), actor, requestId: createId("request"), rules })),
      );
    },
    read: runtime.database.read,
    day,
  };
}

/** Who does what nobody does by hand: jobs, providers' messages. */
export const systemActor: Actor = createSystemActor("demo-story");

/** The whole story is made safe by one durable write at its end, so the ones before need not wait for the disk. */
function withoutFsync(database: Database): Database {
  return { ...database, write: (fn) => database.write(fn, { durable: false }) };
}

function takeFirst(agenda: ScheduledStep[]): ScheduledStep | undefined {
  const [first] = agenda;
  if (!first) return undefined;
  let earliest = 0;
  for (const [position, scene] of agenda.entries()) {
    const best = agenda[earliest] as ScheduledStep;
    if (scene.at < best.at || (scene.at.getTime() === best.at.getTime() && scene.order < best.order)) {
      earliest = position;
    }
  }
  return agenda.splice(earliest, 1)[0];
}
