import { randomBytes } from "node:crypto";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { expect, test } from "vitest";
import { engine } from "./engine.ts";
import { committedMigrations } from "./migrate.ts";
import { administer } from "./testing.ts";

/** A column as the code of the version before knows it, and whether its INSERTs, which do not name a new one, still pass. */
type Column = { type: string; mustBeGiven: boolean };
/** `table.column` → what it is, of tables and of views. */
type Shape = Map<string, Column>;

type Stage = {
  run(statement: string): Promise<void>;
  rows(query: string): Promise<unknown[]>;
  shape(): Promise<Shape>;
  end(): Promise<void>;
};

const shapeOf = (rows: { name: string; type: string; must: unknown }[]): Shape =>
  new Map(rows.map(({ name, type, must }) => [name, { type, mustBeGiven: Boolean(must) }]));

function sqliteStage(): Stage {
  const sqlite = new BetterSqlite(":memory:");
  sqlite.pragma("foreign_keys = ON");
  const columns = `SELECT m.name || '.' || c.name AS name, c.type, c."notnull" AND c.dflt_value IS NULL AS must
    FROM sqlite_schema m, pragma_table_info(m.name) c
    WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
  return {
    run: async (statement) => void sqlite.exec(statement),
    rows: async (query) => sqlite.prepare(query).all(),
    shape: async () => shapeOf(sqlite.prepare(columns).all() as Parameters<typeof shapeOf>[0]),
    end: async () => void sqlite.close(),
  };
}

async function postgresStage(): Promise<Stage> {
  const server = process.env.DATABASE_URL as string;
  const name = `t_${randomBytes(6).toString("hex")}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const columns = `SELECT table_name || '.' || column_name AS name, data_type AS type,
    is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER' AS must
    FROM information_schema.columns WHERE table_schema = 'public'`;
  return {
    run: async (statement) => void (await client.query(statement)),
    rows: async (query) => (await client.query(query)).rows,
    shape: async () => shapeOf((await client.query(columns)).rows),
    async end() {
      await client.end();
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** In what the code of the version before would stumble over a migration, while both run during an update. */
function stumbles(before: Shape, after: Shape): string[] {
  const tables = new Set([...before.keys()].map((name) => name.split(".")[0]));
  const found: string[] = [];
  for (const [name, { type, mustBeGiven }] of before) {
    const now = after.get(name);
    if (!now) found.push(`${name} is gone`);
    else if (now.type !== type) found.push(`${name} was ${type} and is ${now.type}`);
    else if (now.mustBeGiven && !mustBeGiven) found.push(`${name} must be given now`);
  }
  for (const [name, { mustBeGiven }] of after) {
    if (!before.has(name) && mustBeGiven && tables.has(name.split(".")[0]))
      found.push(`${name} is new and must be given`);
  }
  return found;
}

// docs/deploying.md, Updating: the version before still answers on the migrated database for the seconds of an update.
test("a migration takes nothing away from the code of the version before, and asks nothing new of it", async () => {
  const stage = engine === "postgres" ? await postgresStage() : sqliteStage();
  try {
    let before: Shape = new Map();
    const found: string[] = [];
    for (const { tag, statements } of committedMigrations(engine)) {
      for (const statement of statements) await stage.run(statement);
      const after = await stage.shape();
      found.push(...stumbles(before, after).map((words) => `${tag}: ${words}`));
      before = after;
    }
    expect(before.get("orders.id")).toMatchObject({ mustBeGiven: true });
    expect(found).toEqual([]);
    await stage.run("ALTER TABLE orders ADD COLUMN test_note text DEFAULT 'none' NOT NULL");
    expect(stumbles(before, await stage.shape())).toEqual([]);
    await stage.run("ALTER TABLE outbox DROP COLUMN last_error");
    await stage.run("ALTER TABLE samples RENAME COLUMN figures TO numbers");
    expect(stumbles(before, await stage.shape()).sort()).toEqual([
      "outbox.last_error is gone",
      "samples.figures is gone",
      "samples.numbers is new and must be given",
    ]);
  } finally {
    await stage.end();
  }
});

test("a role whose invitation was never accepted is given back, and its link brings it; other roles stay", async () => {
  const stage = engine === "postgres" ? await postgresStage() : sqliteStage();
  const at = (iso: string) => (engine === "postgres" ? `'${iso}'` : String(Date.parse(iso)));
  const user = (id: string, verifiedAt: string) =>
    `INSERT INTO users (id, email, name, verified_at, created_at) VALUES ('${id}', '${id}@example.org', '${id}', ${verifiedAt}, ${at("2026-01-01T00:00:00Z")})`;
  const role = (id: string, name: string) =>
    `INSERT INTO user_roles (user_id, role, granted_at) VALUES ('${id}', '${name}', ${at("2026-01-01T00:00:00Z")})`;
  const link = (id: string, userId: string, usedAt = "NULL") =>
    `INSERT INTO login_codes (id, user_id, purpose, code_hash, expires_at, used_at, created_at)
     VALUES ('lgc_${id}', '${userId}', 'owner', 'hash of ${id}', ${at("2026-01-08T00:00:00Z")}, ${usedAt}, ${at(`2026-01-0${id}T00:00:00Z`)})`;
  try {
    const before = [
      ...[user("usr_squatter", "NULL"), role("usr_squatter", "student"), role("usr_squatter", "support")],
      ...[link("1", "usr_squatter"), link("2", "usr_squatter")],
      ...[user("usr_owner", "NULL"), role("usr_owner", "owner"), link("3", "usr_owner")],
      ...[user("usr_known", at("2026-01-01T00:00:00Z")), role("usr_known", "admin"), link("4", "usr_known")],
      ...[user("usr_granted", "NULL"), role("usr_granted", "instructor")],
    ];
    for (const { tag, statements } of committedMigrations(engine)) {
      if (tag.endsWith("_offered_roles")) for (const statement of before) await stage.run(statement);
      for (const statement of statements) await stage.run(statement);
    }
    expect(await stage.rows("SELECT id, token_hash, email, role, user_id FROM invitations ORDER BY id")).toEqual([
      {
        id: "inv_2",
        token_hash: "hash of 2",
        email: "usr_squatter@example.org",
        role: "support",
        user_id: "usr_squatter",
      },
      { id: "inv_3", token_hash: "hash of 3", email: "usr_owner@example.org", role: "owner", user_id: "usr_owner" },
    ]);
    expect(await stage.rows("SELECT user_id, role FROM user_roles ORDER BY user_id, role")).toEqual([
      { user_id: "usr_granted", role: "instructor" },
      { user_id: "usr_known", role: "admin" },
      { user_id: "usr_squatter", role: "student" },
    ]);
  } finally {
    await stage.end();
  }
});

// docs/decisions/currency-decimals.md: nobody knows any more with how many decimals an old amount was read, so each currency waits
// for the next start; and a database that is new has none that waits.
test("currencies that were in use before the table of currencies wait for a decision, and no others", async () => {
  const stage = engine === "postgres" ? await postgresStage() : sqliteStage();
  try {
    const all = committedMigrations(engine);
    const at = all.findIndex(({ tag }) => tag.endsWith("stored_exponents"));
    for (const { statements } of all.slice(0, at)) for (const statement of statements) await stage.run(statement);
    const now = engine === "postgres" ? "now()" : "0";
    await stage.run(
      `INSERT INTO courses (id, slug, title, created_at, updated_at) VALUES ('crs_1', 'a', 'A', ${now}, ${now})`,
    );
    for (const [id, currency] of [
      ["coh_1", "HUF"],
      ["coh_2", "QQQ"],
      ["coh_3", "HUF"],
    ]) {
      await stage.run(
        `INSERT INTO cohorts (id, course_id, name, timezone, price_minor, currency, created_at, updated_at)
         VALUES ('${id}', 'crs_1', 'A', 'UTC', 48000, '${currency}', ${now}, ${now})`,
      );
    }
    for (const { statements } of all.slice(at)) for (const statement of statements) await stage.run(statement);
    // A row that is there already, or that has an exponent, breaks this.
    const asked = (currency: string) =>
      stage.run(`INSERT INTO stored_exponents (currency, exponent) VALUES ('${currency}', 2)`);
    for (const currency of ["HUF", "QQQ"]) await expect(asked(currency)).rejects.toThrow(/unique/i);
    await asked("EUR");
    const undecided = "UPDATE stored_exponents SET currency = 'EUR' WHERE currency = 'HUF' AND exponent IS NULL";
    await expect(stage.run(undecided)).rejects.toThrow(/unique/i);
  } finally {
    await stage.end();
  }
});

test("an order that needed review still does, whichever of two versions flags or clears it during the update", async () => {
  const stage = engine === "postgres" ? await postgresStage() : sqliteStage();
  const at = engine === "postgres" ? "'2026-01-01T00:00:00Z'" : String(Date.parse("2026-01-01T00:00:00Z"));
  const order = (id: string, attention: string) =>
    `INSERT INTO orders (id, code, buyer_id, state, currency, total_minor, attention, created_at)
     VALUES ('${id}', '${id}', 'usr_1', 'paid', 'CHF', 48000, ${attention}, ${at})`;
  const reasons = async () => {
    const rows = await stage.rows("SELECT id, attention, review_reason FROM orders ORDER BY id");
    return rows.map((row) => Object.values(row as Record<string, unknown>).join(" "));
  };
  try {
    for (const { tag, statements } of committedMigrations(engine)) {
      if (tag.endsWith("_review_reasons")) {
        await stage.run(
          `INSERT INTO users (id, email, name, created_at) VALUES ('usr_1', 'ada@example.org', 'Ada', ${at})`,
        );
        for (const each of [order("a", "'paid_twice'"), order("b", "NULL"), order("c", "'typed by hand'")])
          await stage.run(each);
      }
      for (const statement of statements) await stage.run(statement);
    }
    expect(await reasons()).toEqual(["a paid_twice paid_twice", "b  ", "c typed by hand amount_mismatch"]);
    const inReview = "SELECT id FROM pending_requests WHERE kind = 'reviews' ORDER BY id";
    expect(await stage.rows(inReview)).toEqual([{ id: "a" }, { id: "c" }]);
    await stage.run("UPDATE orders SET attention = NULL WHERE id = 'a'");
    await stage.run("UPDATE orders SET attention = 'refund_due' WHERE id = 'b'");
    await stage.run("UPDATE orders SET review_reason = NULL WHERE id = 'c'");
    expect(await reasons()).toEqual(["a  ", "b refund_due refund_due", "c  "]);
    await stage.run("UPDATE orders SET review_reason = 'dispute_lost' WHERE id = 'a'");
    await stage.run(order("d", "NULL"));
    expect(await reasons()).toEqual(["a dispute_lost dispute_lost", "b refund_due refund_due", "c  ", "d  "]);
    await expect(stage.run("UPDATE orders SET review_reason = 'odd' WHERE id = 'a'")).rejects.toThrow(
      /orders_review_reason/,
    );
  } finally {
    await stage.end();
  }
});

test("a job that got another name keeps when it ran last and how it went", async () => {
  const stage = engine === "postgres" ? await postgresStage() : sqliteStage();
  const at = engine === "postgres" ? "'2026-01-01T00:00:00Z'" : String(Date.parse("2026-01-01T00:00:00Z"));
  const lease = (job: string) =>
    `INSERT INTO leases (job, holder, until, last_outcome) VALUES ('${job}', 'x', ${at}, 'outcome of ${job}')`;
  try {
    for (const { tag, statements } of committedMigrations(engine)) {
      if (tag.endsWith("_job_names")) for (const job of ["examine", "send-mail"]) await stage.run(lease(job));
      for (const statement of statements) await stage.run(statement);
    }
    expect(await stage.rows("SELECT job, last_outcome FROM leases ORDER BY job")).toEqual([
      { job: "run-checks", last_outcome: "outcome of examine" },
      { job: "send-mail", last_outcome: "outcome of send-mail" },
    ]);
  } finally {
    await stage.end();
  }
});

test("what was sold before terms were kept keeps those that its cohort had at the update", async () => {
  const stage = engine === "postgres" ? await postgresStage() : sqliteStage();
  const at = (iso: string) => (engine === "postgres" ? `'${iso}'` : String(Date.parse(iso)));
  const [now, starts] = [at("2026-01-01T00:00:00.007Z"), at("2026-03-01T17:30:00.000Z")];
  const cohort = (id: string, startsAt: string, more: string) =>
    `INSERT INTO cohorts (id, course_id, name, timezone, price_minor, currency, starts_at, cancel_days, cancel_percent, cancel_fee_minor, move_days, created_at, updated_at)
     VALUES ('${id}', 'crs_1', 'A', 'Europe/Zurich', 48000, 'CHF', ${startsAt}, ${more}, ${now}, ${now})`;
  const line = (id: string, cohortId: string, kind: string) =>
    `INSERT INTO order_lines (id, order_id, cohort_id, kind, unit_minor, total_minor) VALUES ('${id}', 'ord_1', '${cohortId}', '${kind}', 48000, 48000)`;
  try {
    for (const { tag, statements } of committedMigrations(engine)) {
      if (tag.endsWith("_terms_and_moves")) {
        for (const each of [
          `INSERT INTO users (id, email, name, created_at) VALUES ('usr_1', 'ada@example.org', 'Ada', ${now})`,
          `INSERT INTO courses (id, slug, title, created_at, updated_at) VALUES ('crs_1', 'a', 'A', ${now}, ${now})`,
          cohort("coh_1", starts, "7, 80, 2500, 3"),
          cohort("coh_2", "NULL", "NULL, 100, 0, NULL"),
          `INSERT INTO orders (id, code, buyer_id, state, currency, total_minor, created_at) VALUES ('ord_1', 'A', 'usr_1', 'paid', 'CHF', 48000, ${now})`,
          line("oln_1", "coh_1", "enrolment"),
          line("oln_2", "coh_2", "enrolment"),
          line("oln_3", "coh_1", "renewal"),
        ])
          await stage.run(each);
      }
      for (const statement of statements) await stage.run(statement);
    }
    const rows = (await stage.rows("SELECT terms FROM order_lines ORDER BY id")) as { terms: unknown }[];
    const terms = rows.map(({ terms: stored }) => (typeof stored === "string" ? JSON.parse(stored) : stored));
    const common = { agreedAt: "2026-01-01T00:00:00.007Z", timezone: "Europe/Zurich", currency: "CHF" };
    expect(terms).toEqual([
      [
        {
          ...{ ...common, cohortId: "coh_1", startsAt: "2026-03-01T17:30:00.000Z" },
          ...{ cancelDays: 7, cancelPercent: 80, cancelFeeMinor: 2500, moveDays: 3 },
        },
      ],
      [
        {
          ...{ ...common, cohortId: "coh_2", startsAt: null },
          ...{ cancelDays: null, cancelPercent: 100, cancelFeeMinor: 0, moveDays: null },
        },
      ],
      null,
    ]);
  } finally {
    await stage.end();
  }
});
