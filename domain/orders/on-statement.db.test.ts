import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paymentAliases, payments } from "#db/schema/index.ts";
import { inEnglish } from "#tests/support/in-english.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { computeModulo97 } from "../kernel/modulo97.ts";
import { draftOrder } from "../checkout/draft-order.ts";
import { explainStatementProblem } from "./on-statement.ts";
import { listOrders } from "./list-orders.ts";

let school: TestSchool;
let code: string;
let reference: string;
let paymentId: string;
let finance: Awaited<ReturnType<TestSchool["person"]>>;

beforeAll(async () => {
  school = await openTestSchool();
  finance = await school.person("finance");
  const cohort = await school.cohort({ priceMinor: 123_450 });
  const buy = async (provider: "bank" | "stripe") => {
    const who = await school.person("student");
    return school.as(who)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: who.id, provider }));
  };
  const { order, payment } = await buy("bank");
  code = order.code;
  paymentId = payment?.id ?? "";
  const own = `${code}ABCD`;
  reference = `RF${String(98 - computeModulo97(`${own}RF00`)).padStart(2, "0")}${own}`;
  await school.database.write(async (tx) => {
    await tx.update(payments).set({ reference }).where(eq(payments.id, paymentId));
    for (const alias of ["pi_3NfakeIntent", "ch_3NfakeCharge"])
      await tx.insert(paymentAliases).values({ alias, paymentId });
  });
  const other = await school.cohort({ priceMinor: 700 });
  const who = await school.person("student");
  await school.as(who)((ctx) => enrolStudent(ctx, { cohortId: other.id, studentId: who.id, provider: "stripe" }));
});
afterAll(() => school.drop());

async function found(q: string): Promise<string[]> {
  const view = { sort: "created", direction: "desc", page: 1 } as const;
  return (await listOrders(school.reading(finance), { q }, view)).items.map((order) => order.code);
}

describe("an order is found by what stands on a statement:", () => {
  const spaced = (text: string) => text.replace(/(.{4})/g, "$1 ");
  test.each<[string, () => string]>([
    ["its code", () => code],
    ["its code in lower case and apart", () => spaced(code.toLowerCase())],
    ["its reference", () => reference],
    ["its reference as banks print it", () => spaced(reference)],
    ["its reference in lower case", () => spaced(reference).toLowerCase()],
    ["its reference without RF", () => reference.slice(2)],
    ["its reference without check digits", () => reference.slice(4)],
    ["a line of the statement with it", () => `ZAHLUNG/ ${spaced(reference)} DANKE`],
    ["a line of the statement with its code", () => `Order ${code}, Urs Ammann`],
    ["its code among others in lower case", () => `zahlung/${code.toLowerCase()} danke`],
    ["its reference with O for 0", () => `RF${reference.slice(2, 4).replaceAll("0", "O")}${reference.slice(4)}`],
    ["its amount", () => "1234.50"],
    ["its amount with a comma", () => "1234,50"],
    ["its amount in Zurich", () => "CHF 1'234.50"],
    ["its amount in Berlin", () => "1.234,50"],
    ["the provider's payment", () => "pi_3NfakeIntent"],
    ["the provider's charge", () => "ch_3NfakeCharge"],
    ["our own payment", () => paymentId],
  ])("%s", async (_, q) => {
    expect(await found(q())).toEqual([code]);
    expect(explainStatementProblem(q())).toBeUndefined();
  });

  test("a wrong check digit is said, and the order is found by its code all the same", async () => {
    const digits = reference.slice(2, 4) === "45" ? "46" : "45";
    const mistyped = `RF${digits}${reference.slice(4)}`;
    expect(inEnglish(explainStatementProblem(mistyped))).toMatch(/check digits/);
    expect(await found(mistyped)).toEqual([code]);
  });

  test.each(["EUR 1234.50", "pi_unknown00", "RF18539007547034", "9999.99"])("nothing by %s", async (q) => {
    expect(await found(q)).toEqual([]);
  });
});

describe("an order that nobody has tried to pay is found by what it costs:", () => {
  const drafts = new Map<string, string>();
  beforeAll(async () => {
    const desk = await school.person("support");
    const draft = async (currency: string, priceMinor: number) => {
      const [cohort, who] = [await school.cohort({ currency, priceMinor }), await school.person("student")];
      const order = { cohortId: cohort.id, studentId: who.id, why: "asked by telephone" };
      drafts.set(`${currency} ${priceMinor}`, (await school.as(desk)((ctx) => draftOrder(ctx, order))).code);
    };
    await draft("JPY", 28_000);
    await draft("CHF", 567_850);
    await draft("EUR", 2_800);
  });

  test.each([
    ["JPY 28,000", ["JPY 28000"]],
    ["jpy 28000", ["JPY 28000"]],
    ["28000", ["JPY 28000"]],
    ["28'000", ["JPY 28000"]],
    ["28,000", ["JPY 28000", "EUR 2800"]],
    ["28.000", ["JPY 28000", "EUR 2800"]],
    ["28", ["EUR 2800"]],
    ["CHF 5,678.50", ["CHF 567850"]],
    ["CHF\u00a05,678.50", ["CHF 567850"]],
    ["5.678,50", ["CHF 567850"]],
    ["EUR 5,678.50", []],
    ["28,001", []],
    ["-28,000", []],
    ["0", []],
  ])("%j", async (q, which) => {
    expect((await found(q)).sort()).toEqual(which.map((each) => drafts.get(each)).sort());
  });
});
