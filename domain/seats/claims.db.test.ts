import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { getCatalogueVersion } from "../kernel/catalogue-version.ts";
import { claimSeat, claimSeatInTurn, releaseSeat } from "./claims.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const KINDS = ["held", "taken"] as const;
const version = () => getCatalogueVersion(school.database.read);

async function seatsOf(cohortId: string) {
  const [row] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, cohortId));
  return { held: row?.held, taken: row?.taken };
}

test.each(KINDS)("no seat is %s beyond the last, in whosever turn", async (as) => {
  const { id } = await school.cohort({ capacity: 1 });
  const inTurn = () => school.asSystem(asStep((ctx) => claimSeatInTurn(ctx, id, as)));
  const byTheWay = () => school.asSystem(asStep((ctx) => claimSeat(ctx, id, as)));
  expect([await inTurn(), await inTurn(), await byTheWay()]).toEqual([true, false, false]);
  expect(await seatsOf(id)).toEqual({ held: 0, taken: 0, [as]: 1 });
});

test.each(KINDS)("a seat that was %s and given back is free again, and was nothing else", async (as) => {
  const { id } = await school.cohort({ capacity: 2, held: 1, taken: 1 });
  await school.asSystem(asStep((ctx) => releaseSeat(ctx, id, as)));
  expect(await seatsOf(id)).toEqual({ held: 1, taken: 1, [as]: 0 });
});

test("public pages are made anew when the last seat goes and when one comes back, and at no other", async () => {
  const { id } = await school.cohort({ capacity: 2 });
  const stale: boolean[] = [];
  const claim = () => school.asSystem(asStep((ctx) => claimSeat(ctx, id, "taken")));
  const release = () => school.asSystem(asStep((ctx) => releaseSeat(ctx, id, "taken")));
  for (const step of [claim, claim, release, release]) {
    const before = await version();
    await step();
    stale.push((await version()) !== before);
  }
  expect(stale).toEqual([false, true, true, false]);
});
