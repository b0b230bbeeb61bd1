import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { auditLog } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { audit } from "#domain/audit.ts";
import { runtime, write } from "#runtime";
import { asStep } from "#tests/support/as-step.ts";
import { eventually, scaleDeadline } from "#tests/support/deadlines.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { isAnyLeft, sealLeftChains, startSealing } from "./seal-chains.ts";

const testOnPostgres = test.runIf(engine === "postgres");

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
});
afterAll(() => school.close());

const act = (id: string) =>
  write(
    { actor: createSystemActor("test") },
    asStep((ctx) => audit(ctx, "course.edit", { type: "thing", id })),
  );
const left = async () => (await runtime().database.read.select().from(auditLog)).filter(({ hash }) => hash === "");
const isDue = () => isAnyLeft(runtime().database.read, school.clock());

testOnPostgres(
  "what a process has left that died is sealed by the job, and not before it has had its time",
  async () => {
    await act("left");
    expect([(await left()).length, await isDue()]).toEqual([1, false]);
    school.clock.forward(10_000);
    expect(await isDue()).toBe(true);
    await sealLeftChains();
    expect([(await left()).length, await isDue()]).toEqual([0, false]);
  },
);

testOnPostgres("a process seals by itself what it writes, and the rest when it is told to stop", async () => {
  const stop = startSealing();
  await act("soon");
  expect(await eventually(async () => (await left()).length === 0, scaleDeadline(5_000))).toBe(true);
  await act("last");
  await stop();
  expect(await left()).toEqual([]);
});

test.runIf(engine === "sqlite")("on SQLite there is never anything to seal", async () => {
  await act("sealed at once");
  school.clock.forward(10_000);
  expect([await left(), await isDue()]).toEqual([[], false]);
});
