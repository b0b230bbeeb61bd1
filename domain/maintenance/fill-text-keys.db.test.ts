import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { eq } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { committedMigrations, migrate } from "#db/migrate.ts";
import { openDatabase } from "#db/open.ts";
import { settings, users } from "#db/schema/index.ts";
import { administer } from "#db/testing.ts";
import type { Database } from "#db/types.ts";
import { searchCourses } from "../courses/search-courses.ts";
import { createSystemActor, visitor } from "../kernel/actor.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { createWriteCtx } from "../kernel/create-write-ctx.ts";
import { listPeople } from "../students/list-people.ts";
import { listTickets } from "../tickets/list-tickets.ts";
import { type FillCursor, fillTextKeys, isAnyKeyStale } from "./fill-text-keys.ts";
import { TEXT_RULES, TEXT_RULES_KEY } from "./text-rules.ts";

const NOW = new Date("2026-01-08T10:00:00Z");
const AT = engine === "postgres" ? `'${NOW.toISOString()}'` : String(NOW.getTime());
const rules: ReadCtx["rules"] = {
  ...{ demo: true, holdMinutes: 15, offerHours: 48, passwordLengthMin: 12, paymentProviders: [] },
  ...{ sessionIdleMs: { staff: 0, student: 0 }, refundConfirmAbove: 500 },
};

/** What a school of the version before has: rows that know nothing of keys. */
const OLD_ROWS = [
  ...[
    ["usr_1", "juergen@example.org", "Jürgen Müller"],
    ["usr_2", "anna@пример.рф", "Élodie Œuvrard"],
    ["usr_3", "ivan@example.org", "Иван Королёв"],
    ["usr_4", "jimin@example.org", "한지민"],
    ["usr_5", "zoe@example.org", "zoë"],
  ].map(
    ([id, email, name]) =>
      `INSERT INTO users (id, email, name, created_at) VALUES ('${id}', '${email}', '${name}', ${AT})`,
  ),
  `INSERT INTO courses (id, slug, title, subject, state, created_at, updated_at)
    VALUES ('crs_1', 'toepfern', 'Töpfern für Ängstliche', 'Künste', 'published', ${AT}, ${AT})`,
  `INSERT INTO course_search ("row", course_id, title, body) VALUES (1, 'crs_1', 'an old form', 'of nothing')`,
  `INSERT INTO tickets (id, code, requester_id, subject, state, created_at, updated_at)
    VALUES ('tkt_1', 'T-ABCDE', 'usr_1', 'Rückerstattung', 'open', ${AT}, ${AT})`,
];

let url: string;
let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ url, drop } = await oldDatabase());
  await migrate(url, engine);
  database = openDatabase(url);
});
afterAll(async () => {
  await database.close();
  await drop();
});

/** A database as the version before the keys has left it. */
async function oldDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const all = committedMigrations(engine);
  const before = all.slice(
    0,
    all.findIndex(({ tag }) => tag.endsWith("text_keys")),
  );
  const noted = before.map(({ tag, hash }) => `INSERT INTO matricula_migrations VALUES ('${tag}', '${hash}', 'then')`);
  const table =
    "CREATE TABLE matricula_migrations (tag text PRIMARY KEY, hash text NOT NULL, applied_at text NOT NULL)";
  const statements = [...before.flatMap((each) => each.statements), table, ...noted, ...OLD_ROWS];
  if (engine === "sqlite") {
    const folder = mkdtempSync(join(tmpdir(), "matricula-old-"));
    const file = join(folder, "matricula.db");
    const sqlite = new BetterSqlite(file);
    for (const statement of statements) sqlite.exec(statement);
    sqlite.close();
    return { url: file, drop: async () => rmSync(folder, { recursive: true, force: true }) };
  }
  const server = process.env.DATABASE_URL as string;
  const name = `t_${randomBytes(6).toString("hex")}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const own = new URL(server);
  own.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: own.href });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
  return { url: own.href, drop: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

const write = <T>(verb: (ctx: WriteCtx) => Promise<T>) =>
  database.write((tx) =>
    verb(createWriteCtx({ tx, now: NOW, actor: createSystemActor("test"), requestId: "req_1", rules })),
  );
const reading = (actor: ReadCtx["actor"] = createSystemActor("test")): ReadCtx => ({
  read: database.read,
  now: NOW,
  actor,
  rules,
});

async function fillAll(): Promise<number> {
  let writes = 0;
  let place: FillCursor | undefined;
  do {
    place = await write((ctx) => fillTextKeys(ctx, place));
    writes += 1;
  } while (place);
  return writes;
}

async function names(q?: string): Promise<string[]> {
  const { items } = await listPeople(reading(), q ? { q } : {}, { sort: "name", direction: "asc", page: 1 });
  return items.map(({ name }) => name);
}

test("people, courses and tickets of a school of the version before are found and sorted after its update", async () => {
  expect(await isAnyKeyStale(database.read)).toBe(true);
  await fillAll();
  expect(await isAnyKeyStale(database.read)).toBe(false);
  expect(await names("müller")).toEqual(["Jürgen Müller"]);
  expect(await names("élodie oeuvrard")).toEqual(["Élodie Œuvrard"]);
  expect(await names("ИВАН королев")).toEqual(["Иван Королёв"]);
  expect(await names("지민")).toEqual(["한지민"]);
  expect(await names()).toEqual(["Élodie Œuvrard", "Jürgen Müller", "zoë", "Иван Королёв", "한지민"]);
  const { items } = await searchCourses(reading(visitor), { q: "TOPFERN angstliche" });
  expect(items.map(({ title }) => title)).toEqual(["Töpfern für Ängstliche"]);
  const desk = { state: "all", assignee: "anyone", sort: "newest", page: 1 } as const;
  for (const q of ["ruckerstattung", "Rückerstattung", "MÜLLER rückerstattung", "t-abcde"]) {
    expect((await listTickets(reading(), { ...desk, q })).rows.map(({ code }) => [q, code])).toEqual([[q, "T-ABCDE"]]);
  }
});

test("an address that was stored as a sign-in provider wrote it becomes the one that everybody else's form gives", async () => {
  const [person] = await database.read.select({ email: users.email }).from(users).where(eq(users.id, "usr_2"));
  expect(person?.email).toBe("anna@xn--e1afmkfd.xn--p1ai");
  expect(await names("anna@пример.рф")).toEqual(["Élodie Œuvrard"]);
  expect(await names("пример")).toEqual(["Élodie Œuvrard"]);
});

test("a name changed by hand or by a server of the version before is found after the next turn", async () => {
  await database.write((tx) => tx.update(users).set({ name: "Özge Işık" }).where(eq(users.id, "usr_5")));
  expect(await isAnyKeyStale(database.read)).toBe(true);
  await fillAll();
  expect(await isAnyKeyStale(database.read)).toBe(false);
  expect(await names("ozge isik")).toEqual(["Özge Işık"]);
});

test("keys that were made by other rules are all made again", async () => {
  await database.write(async (tx) => {
    await tx.update(users).set({ sortKey: "of another time" });
    await tx.update(settings).set({ value: "0/1.0" }).where(eq(settings.key, TEXT_RULES_KEY));
  });
  expect(await isAnyKeyStale(database.read)).toBe(true);
  await fillAll();
  expect(await names()).toEqual(["Élodie Œuvrard", "Jürgen Müller", "Özge Işık", "Иван Королёв", "한지민"]);
  const [kept] = await database.read.select().from(settings).where(eq(settings.key, TEXT_RULES_KEY));
  expect(kept?.value).toBe(TEXT_RULES);
});
