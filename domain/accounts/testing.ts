import { expect } from "vitest";
import { desc, eq } from "drizzle-orm";
import { outbox, users } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { JUST_NOW, openTestSchool } from "#tests/support/school.ts";
import { findFeedOwner } from "./calendar-feed.ts";
import { createToken } from "./create-token.ts";
import { findToken } from "./find-token.ts";
import { createSession } from "./create-session.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { rotateCalendarKey } from "./rotate-calendar-key.ts";
import { findViewer } from "./sessions.ts";
import { signUp } from "./sign-up.ts";
import { type Actor, visitor } from "../kernel/actor.ts";

/** A hasher that takes no time and counts how often it was asked. */
export function countingHasher(): PasswordHasher & { verifications: number } {
  return {
    verifications: 0,
    hash: async (password) => `hash of ${password}`,
    nobodysHash: async () => "hash of nobody's",
    async verify(passwordHash, password) {
      this.verifications += 1;
      return passwordHash === `hash of ${password}`;
    },
  };
}

export const ALL_OPEN = { session: true, token: true, calendar: true };
export const ALL_ENDED = { session: false, token: false, calendar: false };

export const DEVICE = { agent: "A browser", address: "192.0.2.7" };
export const SCHOOL_SECRET = "the secret of a school in a test";

type UserActor = Extract<Actor, { type: "user" }>;

export type AccountsSchool = Awaited<ReturnType<typeof openAccountsSchool>>;

/** A school with what these tests do again and again. */
export async function openAccountsSchool() {
  const school = await openTestSchool();
  let people = 0;
  const asVisitor = school.as(visitor);
  return {
    ...school,
    asVisitor,
    /** Somebody who has just signed up, with the password `their own password`. */
    async newcomer() {
      people += 1;
      const email = `newcomer${people}@example.org`;
      const passwordHash = "hash of their own password";
      const session = await asVisitor((ctx) =>
        signUp(ctx, { name: `Newcomer ${people}`, email, passwordHash, device: DEVICE }),
      );
      const { userId: id, sessionId } = session;
      const actor: UserActor = { type: "user", id, roles: ["student"], sessionId, provenAt: JUST_NOW };
      return { email, passwordHash, session, actor, userId: id };
    },
    /** Says that somebody has shown that their address is theirs. */
    confirm: (userId: string) =>
      school.database.write((tx) => tx.update(users).set({ verifiedAt: school.clock() }).where(eq(users.id, userId))),
    /** Opens every way into an account that outlasts a sign-in, and gives what says which of them still work. */
    async openWaysIn(userId: string) {
      const session = await school.asSystem(asStep((ctx) => createSession(ctx, userId, DEVICE)));
      const token = { userId, name: "Sheet", scopes: ["courses:read"], expiresAt: null };
      const { token: secret } = await school.asSystem((ctx) => createToken(ctx, token));
      const { key } = await school.asSystem((ctx) => rotateCalendarKey(ctx, { userId }));
      const { read } = school.database;
      return async () => ({
        session: (await findViewer(read, session.token, school.clock(), school.rules)) !== undefined,
        token: (await findToken(read, secret, school.clock())) !== undefined,
        calendar: (await findFeedOwner(read, key)) !== undefined,
      });
    },
    whoHolds: (token: string) => findViewer(school.database.read, token, school.clock(), school.rules),
    /** What the latest mail to an address carries. */
    async latestMail(to: string) {
      const [mail] = await school.database.read
        .select({ kind: outbox.kind, payload: outbox.payload })
        .from(outbox)
        .where(eq(outbox.recipient, to))
        .orderBy(desc(outbox.createdAt), desc(outbox.id))
        .limit(1);
      return mail;
    },
  };
}

/** The secret at the end of a mailed path. */
export function secretIn(mail: { payload: Record<string, unknown> } | undefined): string {
  return String(mail?.payload.path).split("/").at(-1) ?? "";
}

export const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
