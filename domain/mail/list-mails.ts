import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { outbox, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFilter, createFromFilter, createTextFilter, createUntilFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { isAllowed } from "../policy.ts";
import { selectPeopleLike } from "../students/find-people.ts";

/** How a mail stands. `kept`: there is no mail server, so it was kept to be read here. */
const MAIL_STATUSES = ["waiting", "sent", "kept", "failed"] as const;
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

const mailView = defineView({
  fields: () => ({
    id: outbox.id,
    kind: outbox.kind,
    recipient: outbox.recipient,
    state: outbox.state,
    attempts: outbox.attempts,
    nextTryAt: outbox.nextTryAt,
    lastError: outbox.lastError,
    sentAt: outbox.sentAt,
    createdAt: outbox.createdAt,
  }),
  from: (select) => select.from(outbox),
  show: (mail) => toMailRow(mail),
});

/** The school's mails. They are not there (`not_found`) for whoever may not read them. */
export const mailList = defineList({
  table: outbox,
  reach: (ctx) => {
    if (!canSeeMails(ctx)) throw new Refusal("not_found");
    return undefined;
  },
  view: mailView,
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    status: createFilter(z.enum(MAIL_STATUSES), (status) => WHERE_STATUS[status]),
    kind: createTextFilter((kind) => eq(outbox.kind, kind)),
    to: createTextFilter((to, { read }) => addressedTo(read, to)),
    from: createFromFilter(outbox.createdAt),
    until: createUntilFilter(outbox.createdAt),
  },
  isKept: true,
});
export const { page: listMails, stream: streamMails } = mailList;

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

type MailFacts = Omit<MailRow, "status" | "nextTryAt"> & Pick<typeof outbox.$inferSelect, "state" | "nextTryAt">;

export function toMailRow(row: MailFacts): MailRow {
  const { id, kind, recipient, attempts, lastError, sentAt, createdAt } = row;
  const nextTryAt = row.state === "pending" ? row.nextTryAt : null;
  return { id, kind, recipient, status: getMailStatus(row), attempts, nextTryAt, lastError, sentAt, createdAt };
}

function getMailStatus({ state, sentAt }: MailFacts): MailStatus {
  if (state === "sent") return sentAt ? "sent" : "kept";
  return state === "failed" ? "failed" : "waiting";
}
