import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stateChanges } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { recordStates, recordState } from "./transitions.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const movesOf = async (type: string) =>
  school.database.read
    .select({
      id: stateChanges.objectId,
      from: stateChanges.fromState,
      to: stateChanges.toState,
      why: stateChanges.why,
    })
    .from(stateChanges)
    .where(eq(stateChanges.objectType, type))
    .orderBy(asc(stateChanges.id));

test.each([1, 3, 20])("%i moves of one part of a verb are all written, in their order", async (count) => {
  const type = `thing${count}`;
  await school.asSystem(
    asStep((ctx) =>
      recordStates(ctx, async (each) => {
        for (let n = 0; n < count; n++)
          await recordState(each, { type, id: `${n}` }, n === 0 ? null : "old", "new", `why ${n}`);
      }),
    ),
  );
  expect(await movesOf(type)).toEqual(
    Array.from({ length: count }, (_, n) => ({ id: `${n}`, from: n === 0 ? null : "old", to: "new", why: `why ${n}` })),
  );
});

test("a part of a verb that throws has moved nothing", async () => {
  const broken = asStep((ctx) =>
    recordStates(ctx, async (each) => {
      await recordState(each, { type: "broken", id: "1" }, null, "new");
      throw new Error("broken on the way");
    }),
  );
  await expect(school.asSystem(broken)).rejects.toThrow("broken on the way");
  expect(await movesOf("broken")).toEqual([]);
});
