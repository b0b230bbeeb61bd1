import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { cohorts, deferredRevenue, enrolments } from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { bookInvoices } from "./book-invoices.ts";
import { bookJournals } from "./book-journals.ts";
import { closePeriod } from "./close-period.ts";
import { earnRevenue, getLastPeriod } from "./earn-revenue.ts";
import { hasEarningsToBook } from "./has-earnings-to-book.ts";

const schools: Awaited<ReturnType<typeof openInvoicingSchool>>[] = [];
let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
let finance: Awaited<ReturnType<typeof school.person>>;
beforeEach(async () => {
  school = await openInvoicingSchool();
  schools.push(school);
  finance = await school.person("finance");
});
afterAll(() => Promise.all(schools.map((each) => each.drop())));

/** What the jobs do: the last month alone is earned, once. */
async function runJobs() {
  await sealNow(school.database);
  for (const run of [bookJournals, bookInvoices]) while ((await school.asSystem(run)) > 0);
  const { timezone } = await getSchoolSettings(school.database.read);
  const period = getLastPeriod(school.clock(), timezone);
  if (await hasEarningsToBook(school.database.read, period)) {
    expect(await school.asSystem((ctx) => earnRevenue(ctx, { period }))).toBeNull();
  }
}

const close = (period: string) => school.as(finance)((ctx) => closePeriod(ctx, { period }));

type Bought = Awaited<ReturnType<typeof school.ordered>>;

/** Cancels a place whose money the school still has. */
async function cancelPlace({ student }: Bought) {
  const admin = await school.person("admin");
  const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.studentId, student.id));
  const enrolmentId = place?.id ?? "";
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "moved away", refund: "review" }));
}

/** A paid place of a course that goes on from one day to another. */
async function sellDated(from: string, to: string) {
  const bought = await school.ordered(10_000);
  const dates = { startsAt: new Date(`${from}T09:00:00Z`), endsAt: new Date(`${to}T18:00:00Z`) };
  await school.database.write((tx) => tx.update(cohorts).set(dates).where(eq(cohorts.id, bought.cohortId)));
  await school.pay(bought);
  return bought;
}

const SWITCHES = [
  ["when revenue is earned", { revenueRecognition: "over_course" }, { revenueRecognition: "when_paid" }],
  ["when revenue is booked", { accountingBasis: "invoiced" }, { accountingBasis: "paid" }],
] as const;

test.each(SWITCHES)(
  "a school that has changed %s, and back, closes months long past and the last one",
  async (_, to, back) => {
    await sellDated("2026-02-01", "2026-12-20");
    await cancelPlace(await sellDated("2026-02-01", "2026-12-20"));
    await runJobs();
    school.clock.set(new Date("2026-03-10T10:00:00Z"));
    await school.say(to);
    await sellDated("2026-02-01", "2026-12-20");
    await cancelPlace(await sellDated("2026-02-01", "2026-12-20"));
    await runJobs();
    await close("2026-01");
    await close("2026-02");
    school.clock.set(new Date("2026-06-10T10:00:00Z"));
    await school.say(back);
    await sellDated("2026-02-01", "2026-12-20");
    await runJobs();
    for (const period of ["2026-03", "2026-04", "2026-05"]) await close(period);
  },
);

test("a month with something to earn waits until the job has booked it, and no longer", async () => {
  await school.say({ revenueRecognition: "over_course" });
  await sellDated("2026-01-01", "2026-12-31");
  school.clock.set(new Date("2026-04-02T10:00:00Z"));
  await sealNow(school.database);
  while ((await school.asSystem(bookJournals)) > 0);
  await expect(close("2026-01")).rejects.toMatchObject({
    detail: { words: { key: "accounting.obstacle_not_earned" } },
  });
  await runJobs();
  expect(await school.database.read.select().from(deferredRevenue)).toMatchObject([
    { deferredMinor: 10_000, earnedMinor: 2465 },
  ]);
  for (const period of ["2026-01", "2026-02", "2026-03"]) await close(period);
});
