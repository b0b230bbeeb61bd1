import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { openDatabase } from "#db/open.ts";
import { auditLog, journals, postings } from "#db/schema/index.ts";
import { administer } from "#db/testing.ts";
import type { Sealing } from "#db/types.ts";
import { asStep } from "#tests/support/as-step.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { audit } from "../audit.ts";
import { checkAuditChain } from "../audit/check-audit-chain.ts";
import { createId } from "../kernel/ids.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { sealChains } from "./seal-chains.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const act = (id: string, on: Pick<TestSchool, "asSystem"> = school) =>
  on.asSystem(
    asStep((ctx) => audit(ctx, "course.edit", { type: "thing", id }, { after: { id, b: [1, { c: null }] } })),
  );
const book = () => {
  const line = (amountMinor: number) => ({ account: "clearing" as const, detail: "", amountMinor, currency: "CHF" });
  const source = { type: "payment" as const, id: createId("payment") };
  return school.asSystem(
    asStep((ctx) => postJournal(ctx, { kind: "payment_settled", source, lines: [line(500), line(-500)] })),
  );
};
const seal = () => sealChains(school.database.sealing as Sealing);
const check = async () => checkAuditChain(school.reading(await school.person("admin")), 1_000);
const entries = () => school.database.read.select().from(auditLog).orderBy(auditLog.seq);
const onServer = (statement: string) => administer(school.database.url, statement);

if (engine === "sqlite") {
  test("every entry and journal is sealed in the transaction that writes it", async () => {
    await act("sealed at once");
    await book();
    expect(await check()).toEqual({ checked: 1, unsealed: 0, brokenAt: null });
    expect(await findViolations(school.database)).toEqual([]);
    expect(school.database.sealing).toBeUndefined();
  });
} else {
  test("what is written is read before the chain has reached it, and the chain says so; then it is sealed", async () => {
    for (const id of ["one", "two", "three"]) await act(id);
    await book();
    expect(await check()).toEqual({ checked: 0, unsealed: 3, brokenAt: null });
    expect(await seal()).toBe(4);
    expect(await check()).toEqual({ checked: 3, unsealed: 0, brokenAt: null });
    expect(await findViolations(school.database)).toEqual([]);
    expect(await seal()).toBe(0);
  });

  test("several sealers at once, while others write, make one chain that reaches everything", async () => {
    const other = openDatabase(school.database.url);
    const writing = Promise.all(Array.from({ length: 60 }, (_, n) => (n % 3 ? act(`crowd ${n}`) : book())));
    const sealing = async (by: Sealing) => {
      for (let n = 0; n < 5; n += 1) await sealChains(by);
    };
    await Promise.all([writing, sealing(school.database.sealing as Sealing), sealing(other.sealing as Sealing)]);
    await seal();
    await other.close();
    expect((await entries()).every(({ hash }) => hash !== "")).toBe(true);
    expect(await findViolations(school.database)).toEqual([]);
  });

  test("an entry whose number was drawn first is sealed first, however late it commits", async () => {
    const other = openDatabase(school.database.url);
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    let hasDrawn = () => {};
    const drawn = new Promise<void>((resolve) => (hasDrawn = resolve));
    const slow = school.asSystem(
      asStep(async (ctx) => {
        await audit(ctx, "course.edit", { type: "thing", id: "slow" });
        hasDrawn();
        await held;
      }),
    );
    await drawn;
    let isSealed = false;
    const sealing = sealChains(other.sealing as Sealing).then(() => (isSealed = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isSealed).toBe(false);
    go();
    await Promise.all([slow, sealing]);
    await other.close();
    const slowEntry = (await entries()).find(({ objectId }) => objectId === "slow");
    expect(slowEntry?.hash).not.toBe("");
    expect(await check()).toMatchObject({ unsealed: 0, brokenAt: null });
  });

  test("sealing is the only change that a row lets be made, and it is made once", async () => {
    await act("guarded");
    const refused = (change: Parameters<TestSchool["database"]["write"]>[0]) =>
      expect(school.database.write(change)).rejects.toMatchObject({
        cause: { message: expect.stringContaining("append-only") },
      });
    await refused((tx) => tx.update(auditLog).set({ hash: "x", action: "other" }).where(eq(auditLog.hash, "")));
    await refused((tx) => tx.update(auditLog).set({ action: "other" }).where(eq(auditLog.hash, "")));
    await refused((tx) => tx.delete(auditLog).where(eq(auditLog.hash, "")));
    await seal();
    await refused((tx) => tx.update(auditLog).set({ hash: "" }));
    await refused((tx) => tx.update(auditLog).set({ hash: "another" }));
    await refused((tx) => tx.update(journals).set({ hash: "" }));
    await refused((tx) => tx.update(postings).set({ journalSeq: 1, amountMinor: 7 }));
  });

  test.each([
    ["changed", "UPDATE audit_log SET action = 'nothing' WHERE seq = %"],
    ["removed", "DELETE FROM audit_log WHERE seq = %"],
    [
      "swapped with the next",
      "UPDATE audit_log SET seq = CASE seq WHEN % THEN % + 1 ELSE % END WHERE seq IN (%, % + 1)",
    ],
    ["taken out of the chain", "UPDATE audit_log SET hash = '' WHERE seq = %"],
  ])("a sealed entry that is %s by hand is noticed", async (_what, change) => {
    const own = await openTestSchool();
    try {
      for (const id of ["one", "two", "three", "four", "five"]) await act(id, own);
      await sealChains(own.database.sealing as Sealing);
      await administer(
        own.database.url,
        "ALTER TABLE audit_log DISABLE TRIGGER USER; ALTER TABLE audit_log DROP CONSTRAINT audit_log_pkey",
      );
      await administer(own.database.url, change.replaceAll("%", "3"));
      const admin = own.reading(await own.person("admin"));
      expect((await checkAuditChain(admin, 100)).brokenAt).not.toBeNull();
      await act("six", own);
      await sealChains(own.database.sealing as Sealing);
      expect((await checkAuditChain(admin, 100)).brokenAt).not.toBeNull();
      expect(await findViolations(own.database)).not.toEqual([]);
    } finally {
      await own.drop();
    }
  });

  test("the version before adds to the chain for the seconds of an update, sealed rows and unsealed ones in front of it", async () => {
    const insertAsBefore = async () => {
      await onServer(`INSERT INTO audit_log (seq, at, actor_type, actor_id, action, object_type, object_id, request_id, hash)
        SELECT max(seq) + 1, now(), 'system', 'before', 'course.edit', 'thing', 'before', 'r', 'over what it saw' FROM audit_log`);
    };
    await act("unsealed");
    await insertAsBefore();
    await act("after it");
    await seal();
    expect(await check()).toMatchObject({ unsealed: 0, brokenAt: null });
    const [found] = await school.database.read
      .select({ n: sql<number>`count(*)`.mapWith(Number), numbers: sql<number>`count(distinct seq)`.mapWith(Number) })
      .from(auditLog);
    expect(found?.n).toBe(found?.numbers);
  });
}
