/** What went wrong with other people's writes on PostgreSQL, tried here; the reports stand beside each test. */
import { setTimeout as wait } from "node:timers/promises";
import { eq, like, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BESIDE_ALL } from "./beside.ts";
import { engine } from "./engine.ts";
import { isOverloaded } from "./errors.ts";
import { openDatabase } from "./open.ts";
import { counters, sessions, users } from "./schema/index.ts";
import { holdTheLock, openTestDatabase, type TestDatabase } from "./testing.ts";
import type { Database, Tx } from "./types.ts";

let database: TestDatabase;
let other: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  other = openDatabase(database.url);
});
afterAll(async () => {
  await other.close();
  await database.drop();
});

const add = (tx: Tx, name: string) => tx.insert(counters).values({ name, value: 1 });
const has = async (name: string) =>
  (await database.read.select().from(counters).where(eq(counters.name, name))).length === 1;
const works = async (name: string) => {
  await database.write((tx) => add(tx, name));
  return has(name);
};

/** A row that names a person. */
const sessionOf = (userId: string, n: number) => {
  const at = new Date(0);
  return { id: `ses_${n}`, tokenHash: `hash-${n}`, userId, createdAt: at, lastSeenAt: at, expiresAt: at };
};

describe.skipIf(engine === "sqlite")("a write", () => {
  // langwatch/langwatch#8200, spring-projects/spring-batch#1497, prisma/orm#11183: the retries are used up in a few milliseconds.
  test("is begun again once and not more often, however many are in its way", async () => {
    await database.write((tx) => tx.insert(counters).values({ name: "wanted", value: 0 }));
    const retries = () => database.stats().retries + other.stats().retries;
    const before = retries();
    const runs: number[] = [];
    const take = async (n: number) => {
      runs[n] = 0;
      await (n % 2 ? other : database).write(async (tx) => {
        runs[n] = (runs[n] ?? 0) + 1;
        const [row] = await tx.select().from(counters).where(eq(counters.name, "wanted"));
        await tx
          .update(counters)
          .set({ value: (row?.value ?? 0) + 1 })
          .where(eq(counters.name, "wanted"));
      });
    };
    await Promise.all(Array.from({ length: 60 }, (_, n) => take(n)));
    const [row] = await database.read.select().from(counters).where(eq(counters.name, "wanted"));
    expect([row?.value, Math.max(...runs)]).toEqual([60, 2]);
    expect(retries() - before).toBeGreaterThan(0);
  });

  // What is looked for and added when it is missing, by two at once: PostgreSQL says no conflict of it, but that the row is there.
  test("that adds what another one has just added is begun again, and finds it", async () => {
    const runs = [0, 0];
    const findOrAdd = (to: Database, n: number, beside?: typeof BESIDE_ALL) =>
      to.write(async (tx) => {
        runs[n] = (runs[n] ?? 0) + 1;
        const name = `found ${String(beside !== undefined)}`;
        const [row] = await tx.select().from(counters).where(eq(counters.name, name));
        await wait(50);
        if (row) return row.value;
        await tx.insert(counters).values({ name, value: n });
        return n;
      }, beside && { beside });
    for (const beside of [BESIDE_ALL, undefined]) {
      runs.fill(0);
      const [one, two] = await Promise.all([findOrAdd(database, 0, beside), findOrAdd(other, 1, beside)]);
      expect([one === two, runs.toSorted()]).toEqual([true, [1, 2]]);
    }
  });

  // payloadcms/payload#17726, lsfusion/platform#1731: COMMIT ends a failed transaction too, and says nothing.
  test("of which one statement failed is not done, although its verb has swallowed the error", async () => {
    const swallowing = database.write(async (tx) => {
      await add(tx, "swallowed");
      await tx
        .select({ n: sql`1 / 0` })
        .from(counters)
        .limit(1)
        .then(undefined, () => {});
    });
    await expect(swallowing).rejects.toMatchObject({ cause: { code: "22012" } });
    const late = database.write(async (tx) => {
      await add(tx, "swallowed");
      await add(tx, "swallowed");
    });
    await expect(late).rejects.toMatchObject({ cause: { code: "23505" } });
    expect(await has("swallowed")).toBe(false);
  });

  // brianc/node-postgres#154: whoever gets the connection next is told that the transaction is aborted.
  test("that failed leaves nothing on its connection", async () => {
    const fail = (n: number) =>
      database.write(async (tx) => {
        await add(tx, `failed-${n}`);
        if (n % 2) throw new Error("no");
        await tx.select({ n: sql`1 / 0` }).from(counters).limit(1);
      });
    const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => fail(n)));
    expect(answers.every(({ status }) => status === "rejected")).toBe(true);
    await Promise.all(Array.from({ length: 20 }, (_, n) => database.write((tx) => add(tx, `after-${n}`))));
    const kept = await database.read.select().from(counters).where(like(counters.name, "failed-%"));
    expect([kept.length, await has("after-19")]).toEqual([0, true]);
  });

  // porsager/postgres#1082: the other statements that were sent are never answered.
  test("with a value that cannot be sent fails, and those around it go on", async () => {
    const unsendable = {
      toPostgres() {
        throw new Error("no text of it");
      },
    };
    const failing = database.write(async (tx) => {
      await add(tx, "before it");
      await tx.insert(counters).values({ name: "unsendable", value: unsendable as unknown as number });
      await tx.select().from(counters).limit(1);
    });
    await expect(Promise.race([failing, wait(5_000, "it hangs")])).rejects.toThrow();
    expect(await has("before it")).toBe(false);
    expect(await works("after it")).toBe(true);
  });

  // vm0-ai/vm0#35137: a BEGIN that fails keeps its connection for good, and the pool is soon empty.
  test("that could not begin gives its connection back", async () => {
    const release = await holdTheLock(database.url);
    const refused = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => works(`late-${n}`)));
    await release();
    expect(refused.every((answer) => answer.status === "rejected" && isOverloaded(answer.reason))).toBe(true);
    expect(await Promise.all(Array.from({ length: 12 }, (_, n) => works(`in-time-${n}`)))).not.toContain(false);
  }, 60_000);

  // stephenh in brianc/node-postgres#3591: what one request begins, another one's statements must not slip into.
  test("takes no statement of another one that runs beside it", async () => {
    let lend: (tx: Tx) => void = () => {};
    const lent = new Promise<Tx>((resolve) => (lend = resolve));
    let isOver = false;
    const lender = database.write(async (tx) => {
      lend(tx);
      while (!isOver) await wait(5);
      await add(tx, "lender's");
    });
    const borrower = database.write(async () => add(await lent, "borrowed"));
    await expect(borrower).rejects.toThrow("tx used after its write() ended");
    isOver = true;
    await lender;
    expect([await has("lender's"), await has("borrowed")]).toEqual([true, false]);
  });

  // paperclipai/paperclip#12044, hexpm/hexpm#1552: a foreign key locks the row that it names, and an update of that row comes crosswise.
  test("that names a row which another one changes neither waits for it nor is undone", async () => {
    const people = ["usr_left", "usr_right"].map((id) => ({ id, email: `${id}@example.org`, name: id }));
    await database.write((tx) => tx.insert(users).values(people.map((each) => ({ ...each, createdAt: new Date(0) }))));
    const before = database.stats().retries;
    const both = (named: string, changed: string, n: number) =>
      database.write(
        async (tx) => {
          await tx.insert(sessions).values(sessionOf(named, n));
          await wait(5);
          await tx
            .update(users)
            .set({ name: `${n}` })
            .where(eq(users.id, changed))
            .returning();
        },
        { beside: BESIDE_ALL },
      );
    const pairs = Array.from({ length: 10 }, (_, n) => [
      both("usr_left", "usr_right", 2 * n),
      both("usr_right", "usr_left", 2 * n + 1),
    ]);
    await Promise.all(pairs.flat());
    expect(database.stats().retries - before).toBe(0);
  });
});
