import BetterSqlite from "better-sqlite3";
import { and, eq, getTableColumns, lte, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { param } from "./prepared.ts";
import { counters, holds, outbox } from "./schema/index.ts";
import { drizzleOver } from "./sqlite-session.ts";

const p = sql.placeholder;

/** A client that remembers what it was given to run. */
function open() {
  const sqlite = new BetterSqlite(":memory:");
  sqlite.exec("create table counters (name text primary key, value integer not null)");
  const ran: string[] = [];
  const db = drizzleOver((text, params) => {
    ran.push(text);
    const statement = sqlite.prepare(text);
    if (statement.reader) return statement.raw(true).all(params) as unknown[][];
    statement.run(params);
    return [];
  });
  return { db, ran };
}

test("what is known when a query is prepared is written out, quotes, question marks and signs included", async () => {
  const { db, ran } = open();
  const known = { name: "what's this? it's \"all\"", value: -3 };
  const add = db.insert(counters).values(known).onConflictDoNothing().prepare();
  await add.execute();
  await add.execute();
  expect(await db.select().from(counters)).toEqual([known]);
  const below = db
    .select({ name: counters.name })
    .from(counters)
    .where(sql`${counters.value}-${-3} = ${p("difference")} and ${counters.name} = '?' || substr(${p("name")}, 2)`)
    .prepare();
  expect(await below.execute({ difference: 0, name: known.name })).toEqual([]);
  expect(ran.at(-1)).toContain("'?' || substr(+?, 2)");
});

test("a prepared query takes other values every time, written and read as their columns do", async () => {
  const { db } = open();
  const add = db
    .insert(counters)
    .values({ name: p("name"), value: p("value") })
    .returning()
    .prepare();
  expect(await add.execute({ name: "a", value: 1 })).toEqual([{ name: "a", value: 1 }]);
  expect(await add.execute({ name: "b", value: 2 })).toEqual([{ name: "b", value: 2 }]);
  const upTo = db
    .select({ name: counters.name, twice: sql<number>`${counters.value} * 2`.mapWith(String) })
    .from(counters)
    .where(lte(counters.value, param(counters.value, "most")))
    .prepare();
  expect(await upTo.execute({ most: 1 })).toEqual([{ name: "a", twice: "2" }]);
  await expect(upTo.execute({})).rejects.toThrow('No value for placeholder "most"');
});

test("a prepared query about a state may use the index of that state alone", () => {
  const { db } = open();
  const due = db
    .select(getTableColumns(outbox))
    .from(outbox)
    .where(and(eq(outbox.state, "pending"), lte(outbox.nextTryAt, param(outbox.nextTryAt, "now"))))
    .prepare();
  expect(due.getQuery().sql).toContain(`"state" = 'pending'`);
  const once = db.select({ id: holds.id }).from(holds).where(eq(holds.state, "held"));
  expect(once.toSQL().sql).toContain(`"state" = ?`);
});
