import { and, eq, gte, inArray, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { outbox, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { canonicalEmail } from "../kernel/email-address.ts";
import {
  COUNT_MAX,
  countSome,
  inBatches,
  inOrder,
  type List,
  type ListView,
  listWindow,
  rowsAfter,
} from "../kernel/lists.ts";
import { Refusal } from "../kernel/refusal.ts";
import { likePart, searchWords } from "../kernel/search-text.ts";
import { may } from "../policy.ts";
import { peopleLike } from "../students/find-people.ts";

/** How a mail stands. `kept`: there is no mail server, so it was kept to be read here. */
export const MAIL_STANDINGS = ["waiting", "sent", "kept", "failed"] as const;
export type MailStanding = (typeof MAIL_STANDINGS)[number];

export type MailRow = {
  id: string;
  kind: string;
  recipient: string;
  standing: MailStanding;
  attempts: number;
  /** None once it was sent or given up. */
  nextTryAt: Date | null;
  lastError: string | null;
  sentAt: Date | null;
  createdAt: Date;
};

export type MailFilters = { standing?: MailStanding; kind?: string; to?: string; from?: Date; until?: Date };

/** Whose mails these are is decided once: the desk's, and in a demo everybody's, because no mail ever leaves it. */
export function maySeeMails(ctx: ReadCtx): boolean {
  return ctx.rules.demo || may(ctx.actor, "mail.read");
}

const STANDING_IS: Record<MailStanding, SQL | undefined> = {
  waiting: eq(outbox.state, "pending"),
  sent: and(eq(outbox.state, "sent"), isNotNull(outbox.sentAt)),
  kept: and(eq(outbox.state, "sent"), isNull(outbox.sentAt)),
  failed: eq(outbox.state, "failed"),
};

const SORT = [outbox.createdAt, outbox.id] as const;

/** A page of the school's mails. Refuses (`not_found`) whoever may not read them. */
export async function listMails(ctx: ReadCtx, filters: MailFilters, view: ListView<"created">): Promise<List<MailRow>> {
  if (!maySeeMails(ctx)) throw new Refusal("not_found");
  const where = matching(ctx.read, filters);
  const window = listWindow(view.page);
  const rows = await ctx.read
    .select()
    .from(outbox)
    .where(where)
    .orderBy(...inOrder(SORT, view.direction))
    .limit(window.limit)
    .offset(window.offset);
  const some = ctx.read
    .select({ id: outbox.id })
    .from(outbox)
    .where(where)
    .limit(COUNT_MAX + 1);
  const counted = await countSome(ctx.read, some.as("some"));
  return { items: rows.map(mailRow), ...counted, page: window.page, pageSize: window.limit };
}

/** All of them, for an export. */
export async function* everyMail(
  ctx: ReadCtx,
  filters: MailFilters,
  view: Omit<ListView<"created">, "page">,
): AsyncGenerator<MailRow[]> {
  if (!maySeeMails(ctx)) throw new Refusal("not_found");
  const where = matching(ctx.read, filters);
  yield* inBatches<MailRow>(async (after, limit) => {
    const rows = await ctx.read
      .select()
      .from(outbox)
      .where(and(where, rowsAfter(SORT, view.direction, after && [after.createdAt, after.id])))
      .orderBy(...inOrder(SORT, view.direction))
      .limit(limit);
    return rows.map(mailRow);
  });
}

/** SQL: mails to people whose name or address holds the words, or to an address that does and is nobody's any more. */
function addressedTo(read: Reader, to: string): SQL | undefined {
  const people = read.select({ email: users.email }).from(users).where(peopleLike(to));
  const email = canonicalEmail(to);
  return or(
    email ? eq(outbox.recipient, email) : undefined,
    inArray(outbox.recipient, people),
    and(...searchWords(to).map((word) => sql`lower(${outbox.recipient}) like ${likePart(word)} escape '\\'`)),
  );
}

function matching(read: Reader, { standing, kind, to, from, until }: MailFilters): SQL | undefined {
  return and(
    standing && STANDING_IS[standing],
    kind ? eq(outbox.kind, kind) : undefined,
    to ? addressedTo(read, to) : undefined,
    from && gte(outbox.createdAt, from),
    until && lt(outbox.createdAt, until),
  );
}

export function mailRow(row: typeof outbox.$inferSelect): MailRow {
  const { id, kind, recipient, attempts, lastError, sentAt, createdAt } = row;
  const nextTryAt = row.state === "pending" ? row.nextTryAt : null;
  return { id, kind, recipient, standing: standingOf(row), attempts, nextTryAt, lastError, sentAt, createdAt };
}

function standingOf({ state, sentAt }: typeof outbox.$inferSelect): MailStanding {
  if (state === "sent") return sentAt ? "sent" : "kept";
  return state === "failed" ? "failed" : "waiting";
}
