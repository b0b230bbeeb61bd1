import { platform } from "node:os";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { outbox } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { enqueueMail } from "#domain/kernel/enqueue-mail.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { asStep } from "#tests/support/as-step.ts";
import { inAll } from "#tests/support/left-to-all.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { type StartedSchool, startSchool } from "#tests/support/started-school.ts";

/** The job that keeps or sends mails asks every two seconds; a slow machine has more. */
const TURNS_MS = 5_000;

let school: TestSchool;
let started: StartedSchool | undefined;

beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
});
afterEach(() => started?.stop());
afterAll(() => school?.drop());

async function promise(dedupeKey: string): Promise<() => Promise<string | undefined>> {
  const payload = { name: "Mara", code: "482913", minutes: 10 };
  const mail = { kind: "sign_in_code", to: "mara@example.org", payload, dedupeKey } as const;
  await school.as(createSystemActor("test"))(asStep((ctx) => enqueueMail(ctx, mail)));
  return async () => {
    const [row] = await school.database.read.select().from(outbox).where(eq(outbox.dedupeKey, dedupeKey));
    return row?.state;
  };
}

describe.skipIf(platform() !== "linux")("a server", () => {
  test("that is told to leave the jobs alone does none of them", inAll, async () => {
    const state = await promise("left-alone");
    const before = await state();
    started = await startSchool(school.database.url, { processes: 1, env: { MATRICULA_JOBS: "off" } });
    await new Promise((wake) => setTimeout(wake, TURNS_MS));
    expect([before, await state()]).toEqual([before, before]);
  });

  test("does them otherwise", async () => {
    const state = await promise("taken-up");
    const before = await state();
    started = await startSchool(school.database.url, { processes: 1 });
    await expect.poll(state, { timeout: scaleDeadline(3 * TURNS_MS) }).not.toBe(before);
  });
});
