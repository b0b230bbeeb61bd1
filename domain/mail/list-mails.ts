import { and, eq, gte, inArray, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { outbox, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import {
  COUNT_MAX,
  countRows,
  readInBatches,
  sortByColumns,
  type List,
  type ListView,
  getListWindow,
  isAfterRow,
} from "../kernel/lists.ts";
import { Refusal } from "../kernel/refusal.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { isAllowed } from "../policy.ts";
import { selectPeopleLike } from "../students/find-people.ts";

/** How a mail stands. `kept`: there is no mail server, so it was kept to be read here. */
export const MAIL_STATUSES = ["waiting", "sent", "kept", "failed"] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

export type MailRow = {
  id: string;
  kind: string;
  recipient: string;
  status: MailStatus;
  attempts: number;
  /** None once it was sent or given up. */
  nextTryAt: Date | null;
  lastError: string | null;
  sentAt: Date | null;
  createdAt: Date;
};

export type MailFilters = { status?: MailStatus; kind?: string; to?: string; from?: Date; until?: Date };

/** Whose mails these are is decided once: the desk's, and in a demo everybody's, because no mail ever leaves it. */
export function canSeeMails(ctx: ReadCtx): boolean {
  return ctx.rules.demo || isAllowed(ctx.actor, "mail.read");
}

const WHERE_STATUS: Record<MailStatus, SQL | undefined> = {
  waiting: eq(outbox.state, "pending"),
  sent: and(eq(outbox.state, "sent"), isNotNull(outbox.sentAt)),
  kept: and(eq(outbox.state, "sent"), isNull(outbox.sentAt)),
  failed: eq(outbox.state, "failed"),
};

const SORT = [outbox.createdAt, outbox.id] as const;

/** A page of the school's mails. Refuses (`not_found`) whoever may not read them. */
export async function listMails(ctx: ReadCtx, filters: MailFilters, view: ListView<"created">): Promise<List<MailRow>> {
  if (!canSeeMails(ctx)) throw new Refusal("not_found");
  const where = matching(ctx.read, filters);
  const window = getListWindow(view.page);
  const rows = await ctx.read
    .select()
    .from(outbox)
    .where(where)
    .orderBy(...sortByColumns(SORT, view.direction))
    .limit(window.limit)
    .offset(window.offset);
  const some = ctx.read
    .select({ id: outbox.id })
    .from(outbox)
    .where(where)
    .limit(COUNT_MAX + 1);
  const counted = await countRows(ctx.read, some.as("some"));
  return { items: rows.map(toMailRow), ...counted, page: window.page, pageSize: window.limit };
}

/** All of them, for an export. */
export async function* streamMails(
  ctx: ReadCtx,
  filters: MailFilters,
  view: Omit<ListView<"created">, "page">,
): AsyncGenerator<MailRow[]> {
  if (!canSeeMails(ctx)) throw new Refusal("not_found");
  const where = matching(ctx.read, filters);
  yield* readInBatches<MailRow>(async (after, limit) => {
    const rows = await ctx.read
      .select()
      .from(outbox)
      .where(and(where, isAfterRow(SORT, view.direction, after && [after.createdAt, after.id])))
      .orderBy(...sortByColumns(SORT, view.direction))
      .limit(limit);
    return rows.map(toMailRow);
  });
}

/** SQL: mails to people whose name or address holds the words, or to an address that does and is nobody's any more. */
function addressedTo(read: Reader, to: string): SQL | undefined {
  const people = read.select({ email: users.email }).from(users).where(selectPeopleLike(to));
  const email = canonicalizeEmail(to);
  return or(
    email ? eq(outbox.recipient, email) : undefined,
    inArray(outbox.recipient, people),
    and(...splitSearchWords(to).map((word) => sql`lower(${outbox.recipient}) like ${escapeLike(word)} escape '\\'`)),
  );
}

function matching(read: Reader, { status, kind, to, from, until }: MailFilters): SQL | undefined {
  return and(
    status && WHERE_STATUS[status],
    kind ? eq(outbox.kind, kind) : undefined,
    to ? addressedTo(read, to) : undefined,
    from && gte(outbox.createdAt, from),
    until && lt(outbox.createdAt, until),
  );
}

export function toMailRow(row: typeof outbox.$inferSelect): MailRow {
  const { id, kind, recipient, attempts, lastError, sentAt, createdAt } = row;
  const nextTryAt = row.state === "pending" ? row.nextTryAt : null;
  return { id, kind, recipient, status: getMailStatus(row), attempts, nextTryAt, lastError, sentAt, createdAt };
}

function getMailStatus({ state, sentAt }: typeof outbox.$inferSelect): MailStatus {
  if (state === "sent") return sentAt ? "sent" : "kept";
  return state === "failed" ? "failed" : "waiting";
}
