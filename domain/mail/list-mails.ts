import { and, count, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Page, pageWindow } from "../kernel/paging.ts";
import { likePart, searchWords } from "../kernel/search-text.ts";
import { may } from "../policy.ts";
import { Refusal } from "../kernel/refusal.ts";

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

export type MailFilters = { standing?: MailStanding; kind?: string; q?: string; page: number };

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

/** The school's mails, the newest first. Refuses (`not_found`) whoever may not read them. */
export async function listMails(ctx: ReadCtx, filters: MailFilters): Promise<Page<MailRow>> {
  if (!maySeeMails(ctx)) throw new Refusal("not_found");
  const window = pageWindow(filters.page);
  const matches = and(
    filters.standing ? STANDING_IS[filters.standing] : undefined,
    filters.kind ? eq(outbox.kind, filters.kind) : undefined,
    ...searchWords(filters.q ?? "").map((word) => sql`lower(${outbox.recipient}) like ${likePart(word)} escape '\\'`),
  );
  const rows = await ctx.read
    .select()
    .from(outbox)
    .where(matches)
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(window.limit)
    .offset(window.offset);
  const [all] = await ctx.read.select({ total: count() }).from(outbox).where(matches);
  return { items: rows.map(mailRow), total: all?.total ?? 0, page: window.page, pageSize: window.limit };
}

export function mailRow(row: typeof outbox.$inferSelect): MailRow {
  const { id, kind, recipient, attempts, lastError, sentAt, createdAt } = row;
  const standing = row.state === "pending" ? "waiting" : row.state === "failed" ? "failed" : sentAt ? "sent" : "kept";
  const nextTryAt = row.state === "pending" ? row.nextTryAt : null;
  return { id, kind, recipient, standing, attempts, nextTryAt, lastError, sentAt, createdAt };
}
