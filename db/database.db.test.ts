import { setTimeout } from "node:timers/promises";
import { count, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "./engine.ts";
import { isCannotSave, isOverloaded, isUniqueViolation } from "./errors.ts";
import { openDatabase } from "./open.ts";
import { auditLog, counters, journals, postings, stateChanges, ticketMessages, users } from "./schema/index.ts";
import { administer, holdTheLock, openTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const add = (name: string, value = 0) =>
  database.write(async (tx) => {
    await tx.insert(counters).values({ name, value });
  });
const named = (name: string) => database.read.select().from(counters).where(eq(counters.name, name));

test("a write that fails undoes itself alone, though it shared its commit with others", async () => {
  const answers = await Promise.allSettled([
    add("kept-1"),
    database.write(async (tx) => {
      await tx.insert(counters).values({ name: "undone", value: 1 });
      throw new Error("no");
    }),
    add("kept-2"),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([await named("kept-1"), await named("undone"), await named("kept-2")].map((rows) => rows.length)).toEqual([
    1, 0, 1,
  ]);
});

test("whichever writes of a batch fail, and however late, exactly the others are kept, each once", async () => {
  const before = ["ok", "refused before it wrote", "ok", "refused after it wrote", "ok", "broke a constraint", "ok"];
  const ends = Array.from({ length: 70 }, (_, n) => before[n % before.length]);
  await add("kept-steps");
  const answers = await Promise.allSettled(
    ends.map((end, n) =>
      database.write(async (tx) => {
        const [row] = await tx.select().from(counters).where(eq(counters.name, "kept-steps"));
        if (end === "refused before it wrote") throw new Error(end);
        await tx.insert(counters).values({ name: `kept-${n}-once`, value: row?.value ?? -1 });
        await tx
          .update(counters)
          .set({ value: sql`${counters.value} + 1` })
          .where(eq(counters.name, "kept-steps"));
        if (end === "refused after it wrote") throw new Error(end);
        if (end === "broke a constraint") await tx.insert(counters).values({ name: "kept-steps", value: 0 });
      }),
    ),
  );
  const kept = ends.flatMap((end, n) => (end === "ok" ? [n] : []));
  expect(answers.flatMap(({ status }, n) => (status === "fulfilled" ? [n] : []))).toEqual(kept);
  const rows = await database.read.select().from(counters).where(sql`${counters.name} like 'kept-%-once'`);
  // Each has seen every one before it. Which one that is, writes that run side by side leave open.
  const order = rows.sort((a, b) => a.value - b.value).map(({ name }) => name);
  expect(rows.map(({ value }) => value)).toEqual(kept.map((_, step) => step));
  if (engine === "postgres") order.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  expect(order).toEqual(kept.map((n) => `kept-${n}-once`));
  expect((await named("kept-steps"))[0]?.value).toBe(kept.length);
});

test("a write that is refused before it has changed anything makes no other run twice, nor itself", async () => {
  let runs = 0;
  const look = (end: () => void) =>
    database.write(async (tx) => {
      runs += 1;
      const [row] = await tx.update(counters).set({ value: 1 }).where(eq(counters.name, "nobody")).returning();
      await tx.insert(counters).values({ name: "trial-of-a-name", value: 0 }).onConflictDoNothing();
      if (row === undefined) end();
    });
  await add("trial-of-a-name");
  const no = () => {
    throw new Error("no");
  };
  const answers = await Promise.allSettled([look(() => {}), look(no), look(() => {}), look(no)]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"]);
  expect(runs).toBe(4);
});

test("a write that fails alone is undone, and runs once", async () => {
  let runs = 0;
  const failing = database.write(async (tx) => {
    runs += 1;
    await tx.insert(counters).values({ name: "alone", value: runs });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect([runs, (await named("alone")).length]).toEqual([1, 0]);
});

test("a constraint that one write breaks does not reach the next", async () => {
  const [first, second, third] = await Promise.allSettled([add("once"), add("once"), add("after")]);
  // Which of the two comes first, writes that run side by side leave open.
  const refused = [first, second].filter((answer) => answer?.status === "rejected");
  expect([refused.length, third?.status]).toEqual([1, "fulfilled"]);
  expect(isUniqueViolation(refused[0]?.reason)).toBe(true);
});

test("a hundred writes that read before they write lose no step", async () => {
  await add("steps");
  const step = () =>
    database.write(async (tx) => {
      const [row] = await tx.select().from(counters).where(eq(counters.name, "steps"));
      await tx
        .update(counters)
        .set({ value: (row?.value ?? 0) + 1 })
        .where(eq(counters.name, "steps"));
    });
  await Promise.all(Array.from({ length: 100 }, step));
  expect((await named("steps"))[0]?.value).toBe(100);
});

test("two processes that write at once lose no step either", async () => {
  await add("shared");
  const other = openDatabase(database.url);
  const step = (on: Pick<TestDatabase, "write">) =>
    on.write(async (tx) => {
      const [row] = await tx.select().from(counters).where(eq(counters.name, "shared"));
      await tx
        .update(counters)
        .set({ value: (row?.value ?? 0) + 1 })
        .where(eq(counters.name, "shared"));
    });
  await Promise.all(Array.from({ length: 60 }, (_, n) => step(n % 2 ? other : database)));
  await other.close();
  expect((await named("shared"))[0]?.value).toBe(60);
});

test("nobody is answered before the commit: what was acknowledged another connection sees", async () => {
  const other = openDatabase(database.url);
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      await add(`seen-${n}`);
      expect(
        await other.read
          .select()
          .from(counters)
          .where(eq(counters.name, `seen-${n}`)),
      ).toHaveLength(1);
    }),
  );
  await other.close();
});

test("writes that follow one another without a break leave the process its turns", async () => {
  let turns = 0;
  const timer = setInterval(() => void (turns += 1), 5);
  const begun = performance.now();
  while (performance.now() - begun < 300) await database.write(async () => {});
  clearInterval(timer);
  // None, when they are not given any; on a machine that does much else, few.
  expect(turns).toBeGreaterThanOrEqual(3);
});

test("a write inside a write, a read beside it, and a transaction that outlives it are mistakes that show", async () => {
  let escaped: Parameters<Parameters<TestDatabase["write"]>[0]>[0] | undefined;
  await expect(
    database.write(async () => {
      await database.write(async () => {});
    }),
  ).rejects.toThrow("inside write()");
  await expect(
    database.write(async () => {
      await database.read.select().from(counters);
    }),
  ).rejects.toThrow();
  await database.write(async (tx) => {
    escaped = tx;
  });
  await expect((async () => escaped?.select().from(counters))()).rejects.toThrow();
});

test("a write that waits for something else is undone after its time, and the writer goes on", async () => {
  const stuck = database.write(async (tx) => {
    await tx.insert(counters).values({ name: "stuck", value: 1 });
    await new Promise(() => {});
  });
  await expect(stuck).rejects.toThrow("took longer");
  // Nothing was kept, so they are asked to come back in a moment rather than shown a fault.
  await expect(stuck).rejects.toSatisfy(isOverloaded);
  await add("goes-on");
  expect([await named("stuck"), await named("goes-on")].map((rows) => rows.length)).toEqual([0, 1]);
}, 20_000);

test("history, audit, ledger and conversations can only be added to", async () => {
  const at = new Date("2026-01-08T10:00:00Z");
  await database.write(async (tx) => {
    await tx.insert(users).values({ id: "usr_x", email: "x@example.org", name: "X", createdAt: at });
    const actor = { actorType: "system", actorId: "test", at };
    await tx
      .insert(auditLog)
      .values({ ...actor, seq: 1, action: "a", objectType: "o", objectId: "1", requestId: "r", hash: "h" });
    await tx.insert(stateChanges).values({ ...actor, id: "stc_1", objectType: "o", objectId: "1", toState: "x" });
    await tx.insert(journals).values({ seq: 1, id: "jnl_1", at, kind: "k", sourceType: "s", sourceId: "1", hash: "h" });
    await tx.insert(postings).values([
      { id: "pst_1", journalSeq: 1, account: "clearing", amountMinor: 1, currency: "EUR" },
      { id: "pst_2", journalSeq: 1, account: "revenue", amountMinor: -1, currency: "EUR" },
    ]);
  });
  const attempts = [
    database.write(async (tx) => void (await tx.update(auditLog).set({ action: "b" }))),
    database.write(async (tx) => void (await tx.delete(auditLog))),
    database.write(async (tx) => void (await tx.update(stateChanges).set({ toState: "y" }))),
    database.write(async (tx) => void (await tx.delete(journals))),
    database.write(async (tx) => void (await tx.update(postings).set({ amountMinor: 2 }))),
    database.write(async (tx) => void (await tx.delete(postings))),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    const error = attempt.status === "rejected" ? (attempt.reason as Error) : new Error("it was let through");
    expect(String(error.cause ?? error)).toContain("append-only");
  }
  const [kept] = await database.read.select({ n: count() }).from(postings);
  expect(kept?.n).toBe(2);
  expect(await database.read.select().from(ticketMessages)).toEqual([]);
});

test("a lock that another process keeps ends in a polite refusal, not in an error of the engine", async () => {
  const release = await holdTheLock(database.url);
  try {
    const refused = await add("too-late").then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(isOverloaded(refused)).toBe(true);
  } finally {
    await release();
  }
  await add("in-time");
  expect([await named("too-late"), await named("in-time")].map((rows) => rows.length)).toEqual([0, 1]);
}, 30_000);

test.skipIf(engine === "postgres")("what comes while another process has the database shares one commit", async () => {
  const release = await holdTheLock(database.url);
  const { commits } = database.stats();
  const written = [];
  for (let n = 0; n < 20; n++) {
    written.push(add(`joined-${n}`));
    await setTimeout(5);
  }
  await release();
  await Promise.all(written);
  expect(database.stats().commits - commits).toBe(1);
});

if (engine === "postgres") {
  test("a connection that the server ends undoes its write, and the next write opens another", async () => {
    const ended = database.write(async (tx) => {
      await tx.insert(counters).values({ name: "cut-off", value: 1 });
      const [own] = await tx.select({ pid: sql<number>`pg_backend_pid()` }).from(counters).limit(1);
      await administer(process.env.DATABASE_URL as string, `SELECT pg_terminate_backend(${Number(own?.pid)})`);
      await tx.select().from(counters);
    });
    await expect(ended).rejects.toSatisfy(isCannotSave);
    await add("after-the-cut");
    expect([await named("cut-off"), await named("after-the-cut")].map((rows) => rows.length)).toEqual([0, 1]);
  });
}
