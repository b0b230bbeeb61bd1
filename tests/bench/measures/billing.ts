import BetterSqlite from "better-sqlite3";
import { openDatabase } from "#db/open.ts";
import { createCoupon } from "#domain/coupons/create-coupon.ts";
import { NewCouponFields } from "#domain/coupons/inputs.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { addTaxRate } from "#domain/tax/add-tax-rate.ts";
import { startLoad } from "../load.ts";
import { alternate, type Bench, type Measure } from "../measure.ts";
import { type BenchSchool, forget, openBenchSchool, serve } from "../school.ts";
import { echoShots, enrolShots, settledShot } from "../shots.ts";

const CONNECTIONS = 32;
const WARM_RUNS = 5;
const UNIT = "requests/s";
const CODE = "BENCH-10";

/**
 * Paying with everything that a bill may have: a place is taken with a coupon and a rate of tax and its checkout opened, and the gateway's message
 * settles it and issues the invoice. Both requests of each order together, against a route that only takes and gives JSON.
 */
export const billing: Measure = {
  name: "billing",
  about: "orders with a coupon and tax, settled with their invoice, against a bare JSON route",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    await setUp(school);
    const server = await serve(school);
    const load = startLoad();
    const { origin } = server;
    const count = bench.size(800, 200);
    const plan = { origin, connections: CONNECTIONS, requests: count };
    const echo = {
      name: "bare JSON route",
      unit: UNIT,
      run: async () =>
        (await load.drive({ ...plan, requests: 2 * count, shots: echoShots(), expect: [200] })).perSecond,
    };
    const billed = {
      name: "POST /api/v1/enrolments with a coupon and tax, and the message that settles it with its invoice",
      unit: UNIT,
      run: async (round: number) => {
        const cohortId = school.facts.paid[round] ?? "";
        const shots = enrolShots(school.facts, cohortId, count, { coupon: CODE });
        const enrolled = await load.drive({ ...plan, shots, expect: [201] });
        const settling = listPayments(school, cohortId).map(settledShot);
        const settled = await load.drive({ ...plan, shots: settling, expect: [200] });
        assertAllBilled(school, cohortId, count);
        return (2 * count) / (enrolled.seconds + settled.seconds);
      },
    };
    try {
      // The bare route is the quicker the more often it ran; the first measure would flatter us.
      for (let n = 0; n < WARM_RUNS; n++) await echo.run();
      const { ratio, a, b } = await alternate(bench.size(5, 1), billed, echo);
      return [{ measure: "pay-with-coupon-tax-and-invoice", value: ratio, unit: "ratio", must: ">= 0.5", a, b }];
    } finally {
      load.stop();
      await server.stop();
      forget(school);
    }
  },
};

/** The school says who it is, which tax it charges, and gives a coupon. */
async function setUp({ file }: BenchSchool): Promise<void> {
  const database = openDatabase(file);
  const rules = { demo: false, holdMinutes: 24 * 60, offerHours: 48, passwordLengthMin: 12, paymentProviders: [] };
  const actor = createSystemActor("bench");
  const write = <T>(verb: (ctx: WriteCtx) => Promise<T>) =>
    database.write((tx) =>
      verb(
        createWriteCtx({
          ...{ tx, now: new Date(), actor, requestId: createId("request") },
          rules: { ...rules, sessionIdleMs: { staff: 1, student: 1 }, refundConfirmAbove: 500 },
        }),
      ),
    );
  const seller = { addressStreet: "Lindenhofstrasse", addressPostCode: "4052", addressTown: "Basel" };
  await write((ctx) => changeSettings(ctx, { ...seller, addressCountry: "CH" }));
  const rate = { kind: "", country: "", category: "standard", note: "", validFrom: "", ratePpm: 81_000 } as const;
  await write((ctx) => addTaxRate(ctx, rate));
  const coupon = { name: "Bench", code: CODE, kind: "percent", percentPpm: 100_000 };
  await write((ctx) => createCoupon(ctx, NewCouponFields.parse(coupon)));
  await database.close();
}

const listPayments = (school: BenchSchool, cohortId: string) =>
  ask<{ paymentId: string; amountMinor: number }>(
    school,
    "SELECT p.id AS paymentId, p.amount_minor AS amountMinor FROM payments p JOIN order_lines l ON l.order_id = p.order_id WHERE l.cohort_id = ?",
    cohortId,
  );

/** An order without its coupon, its tax or its invoice would have cost less. */
function assertAllBilled(school: BenchSchool, cohortId: string, count: number): void {
  const [row] = ask<{ n: number }>(
    school,
    "SELECT count(*) AS n FROM invoices i JOIN order_lines l ON l.order_id = i.order_id WHERE l.cohort_id = ? AND i.state = 'paid' AND l.discount_minor > 0 AND l.tax_minor > 0",
    cohortId,
  );
  if (row?.n !== count) throw new Error(`${row?.n} of ${count} orders have an invoice with a coupon and tax`);
}

function ask<Row>({ file }: BenchSchool, text: string, cohortId: string): Row[] {
  const sqlite = new BetterSqlite(file, { readonly: true });
  try {
    return sqlite.prepare(text).all(cohortId) as Row[];
  } finally {
    sqlite.close();
  }
}
