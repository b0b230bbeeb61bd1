import { sql } from "drizzle-orm";
import {
  atMost,
  byteText,
  index,
  integer,
  json,
  oneOf,
  primaryKey,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import { CODE_PURPOSES, ROLES } from "../enums.ts";

export const users = table(
  "users",
  {
    id: text().primaryKey(),
    /** Lower case; compared and stored in one form. */
    email: text().notNull(),
    name: text().notNull(),
    /** What the person is sorted by and found by, and of what both were made: domain/accounts/build-person-keys.ts. */
    sortKey: byteText().notNull().default(""),
    searchText: text().notNull().default(""),
    keysOf: text().notNull().default(""),
    /** Argon2id in PHC form; none for people who sign in by code or elsewhere. */
    passwordHash: text(),
    /**
     * Chosen by the person; none follows the address of a page and the school. Beside it the table still has `locale`, which
     * nothing writes and the version before reads. The next version drops it.
     */
    language: text(),
    timezone: text().notNull().default("UTC"),
    /** What certificates call the person, where it is not the name of the account. */
    certificateName: text(),
    /** What the office notes about a student, for itself alone: the student never sees it. */
    officeNote: text(),
    /** Opens the private calendar feed; rotated on request. */
    calendarKeyHash: text(),
    verifiedAt: timestamp(),
    disabledAt: timestamp(),
    /** The account that has everything of this one, which nobody uses any more. */
    mergedIntoId: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("users_email").on(t.email),
    index("users_by_merged_into").on(t.mergedIntoId).where(sql`merged_into_id is not null`),
    uniqueIndex("users_calendar_key").on(t.calendarKeyHash),
    index("users_by_created").on(t.createdAt, t.id),
    index("users_by_sort_key").on(t.sortKey, t.id),
    index("users_stale_keys").on(t.id).where(sql`keys_of <> name || ' ' || email`),
    atMost("users_email_length", t.email, 254),
    atMost("users_name_length", t.name, 200),
  ],
);

export const userRoles = table(
  "user_roles",
  {
    userId: text()
      .notNull()
      .references(() => users.id),
    role: text(ROLES).notNull(),
    grantedAt: timestamp().notNull(),
    grantedBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.role] }),
    index("user_roles_by_role").on(t.role, t.userId),
    oneOf("user_roles_role", t.role, ROLES),
  ],
);

/** That two accounts became one, and what went over, so that it can go back. */
export const accountMerges = table(
  "account_merges",
  {
    id: text().primaryKey(),
    fromId: text()
      .notNull()
      .references(() => users.id),
    intoId: text()
      .notNull()
      .references(() => users.id),
    why: text().notNull(),
    /** The ids of what went over, by what it is. */
    moved: json<
      Record<"orders" | "enrolments" | "grants" | "renewals" | "waiting" | "tickets" | "keys" | "accounts", string[]> &
        // What was learned goes over since these are kept: domain/learning/move-learning.ts.
        Partial<Record<"progress" | "positions" | "openings" | "usage" | "applications", string[]>>
    >().notNull(),
    /** Since when the account was disabled before, if it was. */
    disabledBefore: timestamp(),
    mergedAt: timestamp().notNull(),
    mergedBy: text().notNull(),
    undoneAt: timestamp(),
    undoneBy: text(),
  },
  (t) => [
    uniqueIndex("account_merges_one_live").on(t.fromId).where(sql`undone_at is null`),
    index("account_merges_by_into").on(t.intoId),
  ],
);

/** A sign-in. The token is opaque and only its SHA-256 is kept. */
export const sessions = table(
  "sessions",
  {
    id: text().primaryKey(),
    tokenHash: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    agent: text().notNull().default(""),
    address: text().notNull().default(""),
    createdAt: timestamp().notNull(),
    lastSeenAt: timestamp().notNull(),
    /** When the person last typed their password in it, after the sign-in itself. */
    confirmedAt: timestamp(),
    expiresAt: timestamp().notNull(),
    revokedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("sessions_token").on(t.tokenHash),
    index("sessions_by_user").on(t.userId, t.createdAt),
    index("sessions_by_expiry").on(t.expiresAt),
  ],
);

/** Who a person is at an OAuth provider. */
export const identities = table(
  "identities",
  {
    id: text().primaryKey(),
    provider: text().notNull(),
    subject: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("identities_provider_subject").on(t.provider, t.subject),
    index("identities_by_user").on(t.userId),
  ],
);

/** One-time codes and links, kept as hashes. `nextPath` remembers where the person was going. */
export const loginCodes = table(
  "login_codes",
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    purpose: text(CODE_PURPOSES).notNull(),
    codeHash: text().notNull(),
    /** The address that a link confirms, when it is to take the place of the person's present one. */
    newEmail: text(),
    attempts: integer().notNull().default(0),
    nextPath: text(),
    expiresAt: timestamp().notNull(),
    usedAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    index("login_codes_by_user").on(t.userId, t.purpose, t.createdAt),
    index("login_codes_by_hash").on(t.codeHash),
    oneOf("login_codes_purpose", t.purpose, CODE_PURPOSES),
    atMost("login_codes_new_email_length", t.newEmail, 254),
  ],
);

/**
 * A role that is offered by a mailed link. It comes to whoever follows the link, and to nobody before; the secret of the link is
 * kept as its SHA-256. `userId` is set when the address had an account already: the invitation is then for that account alone.
 */
export const invitations = table(
  "invitations",
  {
    id: text().primaryKey(),
    tokenHash: text().notNull(),
    email: text().notNull(),
    name: text().notNull(),
    role: text(ROLES).notNull(),
    userId: text().references(() => users.id),
    /** The person who invited; none for the system. */
    invitedBy: text().references(() => users.id),
    createdAt: timestamp().notNull(),
    expiresAt: timestamp().notNull(),
    acceptedAt: timestamp(),
    revokedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("invitations_token").on(t.tokenHash),
    index("invitations_by_email").on(t.email, t.createdAt),
    index("invitations_by_created").on(t.createdAt, t.id),
    oneOf("invitations_role", t.role, ROLES),
    atMost("invitations_email_length", t.email, 254),
    atMost("invitations_name_length", t.name, 200),
  ],
);

export const apiTokens = table(
  "api_tokens",
  {
    id: text().primaryKey(),
    tokenHash: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    scopes: json<string[]>().notNull(),
    createdAt: timestamp().notNull(),
    lastUsedAt: timestamp(),
    expiresAt: timestamp(),
    revokedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("api_tokens_token").on(t.tokenHash),
    index("api_tokens_by_user").on(t.userId, t.createdAt),
    atMost("api_tokens_name_length", t.name, 100),
  ],
);

/** Counters of attempts by key and window, shared by every process of the school. */
export const rateLimits = table(
  "rate_limits",
  {
    key: text().notNull(),
    windowStart: timestamp().notNull(),
    hits: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.windowStart] }), index("rate_limits_by_window").on(t.windowStart)],
);

/** The school's own configuration, one row a key, checked by zod on the way in and out. */
export const settings = table("settings", {
  key: text().primaryKey(),
  value: json<unknown>().notNull(),
  updatedAt: timestamp().notNull(),
  updatedBy: text(),
});
