import { expect } from "vitest";
import { desc, eq } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import { openTestSchool } from "#testing/school.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { findViewer } from "./sessions.ts";
import { signUp } from "./sign-up.ts";
import { visitor } from "../kernel/actor.ts";

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

export const DEVICE = { agent: "A browser", address: "192.0.2.7" };
export const SCHOOL_SECRET = "the secret of a school in a test";

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
      const actor = { type: "user", id: session.userId, roles: ["student"] } as const;
      return { email, passwordHash, session, actor, userId: session.userId };
    },
    whoHolds: (token: string) => findViewer(school.database.read, token, school.clock()),
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
