import { count } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journals } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createId } from "../kernel/ids.ts";
import { listBalances } from "./list-balances.ts";
import { type Journal, type PostingLine, postJournal } from "./post-journal.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const line = (amountMinor: number, currency = "CHF"): PostingLine => ({
  ...{ account: amountMinor > 0 ? "clearing" : "customer_funds", detail: "", amountMinor, currency },
});
const post = (lines: PostingLine[], paymentId = createId("payment")) => {
  const journal: Journal = { kind: "payment_settled", source: { type: "payment", id: paymentId }, lines };
  return school.asSystem(asStep((ctx) => postJournal(ctx, journal)));
};
const journalCount = async () => (await school.database.read.select({ n: count() }).from(journals))[0]?.n;

test.each([
  ["a side is missing", [line(500)]],
  ["a side is a centime off", [line(500), line(-499)]],
  ["both sides have one sign", [line(500), line(500)]],
  ["the currencies make up for each other", [line(500, "CHF"), line(-500, "EUR")]],
  ["an amount is not whole", [line(0.5), line(-0.5)]],
])("nothing is booked when %s", async (_what, lines) => {
  const before = await journalCount();
  await expect(post(lines)).rejects.toThrow(/off by|not a whole amount/);
  expect(await journalCount()).toBe(before);
});

test("what happened to one payment is booked once", async () => {
  const paymentId = createId("payment");
  await post([line(500), line(-500)], paymentId);
  const before = await listBalances(school.database.read);
  await expect(post([line(500), line(-500)], paymentId)).rejects.toThrow();
  expect(await listBalances(school.database.read)).toEqual(before);
});
