import { readConfig } from "#config/config.ts";
import type { PaymentPlan } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { addCouponCodes } from "#domain/coupons/add-coupon-codes.ts";
import { createCoupon } from "#domain/coupons/create-coupon.ts";
import { NewCouponFields } from "#domain/coupons/inputs.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { setIdSource } from "#domain/kernel/ids.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { bankProvider } from "#providers/bank/provider.ts";
import { getRules, openRuntime, setRuntime } from "#runtime";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createBankAccount } from "./bank-account.ts";
import { createCardService } from "./card-service.ts";
import { createDraw, type Draw } from "./draw.ts";
import { withBoundaries } from "./mortal-database.ts";
import { createSeededIds } from "./seeded-ids.ts";

type Person = Actor & { type: "user"; email: string };

export const SCHOOL_SECRET = "the secret of a simulated school";
export const SCHOOL_IBAN = "CH9300762011623852957";
const STUDENTS = 6;
const PLAN: PaymentPlan = { deposit: { percent: 40 }, furtherParts: 2, monthsBetween: 1 };

const SELLER = {
  ...{ name: "Lindenhof School", supportEmail: "help@lindenhof.example", contactName: "Ada Office" },
  ...{ contactPhone: "+41 61 123 45 67", addressStreet: "Lindenhofstrasse", addressNumber: "12" },
  ...{ addressPostCode: "4052", addressTown: "Basel", addressCountry: "CH", vatNumber: "CHE-107.787.577 MWST" },
};

export type SimulatedSchool = Awaited<ReturnType<typeof openSimulatedSchool>>;

/**
 * A school as small as one can be in which everything happens: courses that fill up, that may be left and moved by terms, that are paid in
 * parts, whose access ends and is renewed, that cost nothing; coupons that run out; two payment services and an account at a bank.
 */
export async function openSimulatedSchool() {
  setIdSource(createSeededIds());
  const school = await openTestSchool();
  /** Who looks at what each write has left. */
  const watcher: { look: () => Promise<void> } = { look: async () => {} };
  const now: { draw: Draw } = { draw: createDraw(0) };
  const draw = () => now.draw;
  const database = withBoundaries(school.database, () => watcher.look());
  const cards = {
    sandbox: createCardService("sandbox", { clock: school.clock, draw, proves: true }),
    stripe: createCardService("stripe", { clock: school.clock, draw, proves: false }),
  };
  useRuntime(school, database, cards);
  const people = await addPeople(school);
  const coupons = await addCoupons(school, people.owner);
  await addCourses(school);
  return {
    ...{ read: school.database.read, database: school.database, clock: school.clock, cards, bank: createBankAccount() },
    ...{ people, coupons, watcher, now, figures: { messages: 0, repeated: 0, lost: 0 } },
    async close() {
      setIdSource(undefined);
      await school.drop();
    },
  };
}

type Cards = Record<"sandbox" | "stripe", ReturnType<typeof createCardService>>;

function useRuntime(school: TestSchool, database: Database, cards: Cards): void {
  const config = readConfig({
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
    MATRICULA_BANK_ACCOUNT_HOLDER: "Lindenhof School",
    MATRICULA_BANK_IBAN: SCHOOL_IBAN,
    MATRICULA_LOG_LEVEL: "silent",
  });
  const opened = openRuntime(config, { database, clock: school.clock, secret: SCHOOL_SECRET });
  const providers = {
    ...{ sandbox: cards.sandbox.provider, stripe: cards.stripe.provider },
    bank: bankProvider(school.database),
  };
  const paymentProviders = ["sandbox", "stripe", "bank"] as const;
  const rules = { ...getRules(config, providers), paymentProviders, holdMinutes: 31 };
  setRuntime({ ...opened, providers, rules });
}

async function addPeople(school: TestSchool) {
  const students: Person[] = [];
  for (let n = 0; n < STUDENTS; n++) students.push(await school.person("student"));
  const owner = await school.person("owner");
  const settings = { ...SELLER, currency: "CHF", refundApprovalAbove: 110, lateReminders: "3: 5.00, 12: 10.00" };
  await school.as(owner)((ctx) => changeSettings(ctx, settings));
  return { students, owner, finance: await school.person("finance"), second: await school.person("finance") };
}

/** Their codes, as people type them. */
async function addCoupons(school: TestSchool, owner: Person): Promise<string[]> {
  const make = (fields: object) =>
    school.as(owner)((ctx) => createCoupon(ctx, NewCouponFields.parse({ name: "Coupon", ...fields })));
  await make({ code: "FIFTH", kind: "percent", percentPpm: 200_000, usesMax: 3, usesPerPersonMax: 1, placesMax: null });
  await make({ code: "TENOFF", kind: "amount", amountMinor: 1_000, currency: "CHF" });
  await make({ code: "WHOLE", kind: "percent", percentPpm: 1_000_000, usesMax: 2, usesPerPersonMax: 1 });
  const each = await make({ code: null, kind: "percent", percentPpm: 100_000 });
  const added = await school.as(owner)((ctx) => addCouponCodes(ctx, { couponId: each.id, count: 3 }));
  return ["FIFTH", "TENOFF", "WHOLE", ...added.codes];
}

async function addCourses(school: TestSchool): Promise<void> {
  const now = school.clock();
  const dates = { startsAt: addMs(now, 60 * DAY_MS), endsAt: addMs(now, 400 * DAY_MS) };
  const terms = { cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 500, moveDays: 5 };
  const small = { ...dates, ...terms, capacity: 2, priceMinor: 12_000 };
  const { courseId } = await school.cohort(small);
  const course = { id: courseId };
  await school.cohort({ ...small, priceMinor: 15_000, capacity: 3 }, course);
  await school.cohort({ ...small, priceMinor: 9_000, capacity: 1 }, course);
  await school.cohort({ ...dates, capacity: 2, priceMinor: 5_000, paymentPlan: PLAN });
  await school.cohort({ ...dates, capacity: 4, priceMinor: 9_900, paymentPlan: PLAN, ...terms });
  await school.cohort({ ...dates, capacity: 4, priceMinor: 6_000, currency: "EUR", paymentPlan: PLAN });
  await school.cohort({ ...dates, capacity: 2, priceMinor: 20_000, paymentPlan: PLAN, ...terms });
  const renewed = { renewal: "instant" as const, renewalDays: 30, renewalPriceMinor: 1_500 };
  await school.cohort({ accessDays: 20, ...renewed, priceMinor: 7_000, currency: "EUR" });
  await school.cohort({ ...dates, capacity: 2, priceMinor: 0 });
  await school.cohort({ ...dates, capacity: 4, priceMinor: 3_000, currency: "EUR", ...terms });
}
