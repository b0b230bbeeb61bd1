import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { courses, settings, tickets, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { buildPersonKeys } from "../accounts/build-person-keys.ts";
import { updateSearchRow } from "../courses/update-search-row.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import { authorize } from "../policy.ts";
import { buildTicketKeys } from "../tickets/build-ticket-keys.ts";
import { TEXT_RULES, TEXT_RULES_KEY } from "./text-rules.ts";

/** How much one write fills, so that it holds the writer for a moment only. */
const FILL_ROWS_MAX = 100;

const TABLES = ["users", "courses", "tickets"] as const;
type Filled = (typeof TABLES)[number];

/** How far the rows of a table have been gone through. */
export type FillCursor = { table: Filled; after: string };

/** The conditions of the indexes that find rows without keys, or with keys of what they no longer say. */
const STALE: Record<Filled, SQL> = {
  users: sql`keys_of <> name || ' ' || email`,
  courses: sql`keys_of <> title || ' ' || subject`,
  tickets: sql`keys_of <> code || ' ' || subject`,
};
const SOURCE = { users, courses, tickets };

/** Whether a key is missing or of another time: looks at indexes that are empty when all is well. */
export async function isAnyKeyStale(read: Reader): Promise<boolean> {
  if ((await rulesOfKeys(read)) !== TEXT_RULES) return true;
  for (const table of TABLES) if ((await idsOf(read, table, STALE[table], 1)).length > 0) return true;
  return false;
}

/**
 * Makes keys that are missing or of other rules, some at a time, and says where to go on; undefined when there is nothing
 * left. With them it brings the addresses of people into the form in which they are compared, unless two would then be one.
 */
export async function fillTextKeys(ctx: WriteCtx, from?: FillCursor): Promise<FillCursor | undefined> {
  authorize(ctx, "maintenance.fill_keys", {});
  const isAll = (await rulesOfKeys(ctx.tx)) !== TEXT_RULES;
  const { table, after } = from ?? { table: TABLES[0], after: "" };
  const which = and(gt(SOURCE[table].id, after), isAll ? undefined : STALE[table]);
  const ids = await idsOf(ctx.tx, table, which, FILL_ROWS_MAX);
  for (const id of ids) await FILL[table](ctx, id);
  if (ids.length > 0) {
    await audit(
      ctx,
      "maintenance.fill_keys",
      { type: "maintenance", id: "text_keys" },
      { after: { table, rows: ids.length } },
    );
  }
  if (ids.length === FILL_ROWS_MAX) return { table, after: ids.at(-1) as string };
  const next = TABLES[TABLES.indexOf(table) + 1];
  if (next) return { table: next, after: "" };
  if (isAll) await noteRules(ctx);
  return undefined;
}

async function rulesOfKeys(read: Reader): Promise<unknown> {
  const [row] = await read.select({ value: settings.value }).from(settings).where(eq(settings.key, TEXT_RULES_KEY));
  return row?.value;
}

async function noteRules(ctx: StepCtx): Promise<void> {
  const row = { value: TEXT_RULES, updatedAt: ctx.now };
  await ctx.tx
    .insert(settings)
    .values({ key: TEXT_RULES_KEY, ...row })
    .onConflictDoUpdate({ target: settings.key, set: row });
}

async function idsOf(read: Reader, table: Filled, which: SQL | undefined, rowsMax: number): Promise<string[]> {
  const { id } = SOURCE[table];
  const rows = await read.select({ id }).from(SOURCE[table]).where(which).orderBy(asc(id)).limit(rowsMax);
  return rows.map((row) => row.id);
}

const FILL: Record<Filled, (ctx: StepCtx, id: string) => Promise<void>> = {
  users: async (ctx, id) => {
    const [person] = await ctx.tx.select({ name: users.name, email: users.email }).from(users).where(eq(users.id, id));
    if (!person) return;
    const { name } = person;
    const email = await addressToKeep(ctx, id, person.email);
    const keys = buildPersonKeys({ name, email });
    await ctx.tx
      .update(users)
      .set({ email, ...keys })
      .where(eq(users.id, id));
  },
  courses: (ctx, id) => updateSearchRow(ctx, id),
  tickets: async ({ tx }, id) => {
    const { code, subject } = tickets;
    const [ticket] = await tx.select({ code, subject }).from(tickets).where(eq(tickets.id, id));
    if (ticket) await tx.update(tickets).set(buildTicketKeys(ticket)).where(eq(tickets.id, id));
  },
};

/** What a sign-in provider sent before there was one form, in that form; as it is where somebody else has that address. */
async function addressToKeep(ctx: StepCtx, id: string, email: string): Promise<string> {
  const canonical = canonicalizeEmail(email);
  if (canonical === undefined || canonical === email) return email;
  const others = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.email, canonical));
  if (others.length > 0) return email;
  const change = { before: { email }, after: { email: canonical } };
  await audit(ctx, "maintenance.fill_keys", { type: "user", id }, change);
  return canonical;
}
