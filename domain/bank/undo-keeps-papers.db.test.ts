import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bankAccounts, bankFiles, bankLines } from "#db/schema/index.ts";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { createId } from "../kernel/ids.ts";
import { matchBankLine } from "./match-bank-line.ts";
import { undoBankLine } from "./undo-bank-line.ts";

let school: Awaited<ReturnType<typeof openInvoicingSchool>>;
beforeAll(async () => {
  school = await openInvoicingSchool();
});
afterAll(() => school.drop());

test("a mistaken match that is undone leaves no credit note: nothing was given back", async () => {
  const { order } = await school.ordered(48_000);
  const finance = await school.person("finance");
  const createdAt = school.clock();
  const of = { accountId: createId("bankAccount"), fileId: createId("bankFile") };
  const lineId = createId("bankLine");
  await school.database.write(async (tx) => {
    await tx.insert(bankAccounts).values({ id: of.accountId, iban: "CH5604835012345678009", createdAt });
    const file = { id: of.fileId, hash: "1", name: "a.xml", format: "camt053" as const, findings: [] };
    await tx.insert(bankFiles).values({ ...file, lineCount: 1, newCount: 1, createdAt });
    await tx.insert(bankLines).values({
      ...{ ...of, id: lineId, key: "1", source: "camt053", fileLine: 1, state: "waiting", createdAt },
      ...{ bookedOn: "2026-01-07", amountMinor: 48_000, amountText: "480.00", currency: "CHF" },
    });
  });
  await school.as(finance)((ctx) => matchBankLine(ctx, { lineId, typed: order.code }));
  expect((await school.listIssued(order)).map(({ kind }) => kind)).toEqual(["invoice"]);
  await school.as(finance)((ctx) => undoBankLine(ctx, { lineId }));
  expect((await school.listIssued(order)).map(({ kind }) => kind)).toEqual(["invoice"]);
  const [line] = await school.database.read.select().from(bankLines).where(eq(bankLines.id, lineId));
  expect(line?.state).toBe("waiting");
});
