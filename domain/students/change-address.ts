import { and, eq } from "drizzle-orm";
import { identities, invitations, users } from "#db/schema/index.ts";
import { buildPersonKeys } from "../accounts/build-person-keys.ts";
import { endAccess } from "../accounts/end-access.ts";
import { isPendingInvitation } from "../accounts/invitations.ts";
import { endCodes } from "../accounts/one-time-code.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { createId } from "../kernel/ids.ts";
import { assertEmailIsFree } from "./assert-email-is-free.ts";
import type { StudentRow } from "./load-student.ts";

/**
 * Gives a student the address that the office was told. It counts as not confirmed, and whoever read the mail of the old one
 * comes in no more: password, sign-ins, tokens, accounts elsewhere and everything that was mailed there end. The old address is told, but
 * not what the new one is: it may have been a stranger's all along. Refuses an address that somebody has (`email_taken`).
 */
export async function changeAddress(ctx: StepCtx, student: StudentRow, email: string): Promise<void> {
  await assertEmailIsFree(ctx.tx, email, "refusals.email_taken_merge");
  const { id, name } = student;
  await ctx.tx
    .update(users)
    .set({ email, verifiedAt: null, passwordHash: null, ...buildPersonKeys({ name, email }) })
    .where(eq(users.id, id));
  await ctx.tx.delete(identities).where(eq(identities.userId, id));
  await endAccess(ctx, id);
  await endCodes(ctx, id);
  await ctx.tx
    .update(invitations)
    .set({ revokedAt: ctx.now })
    .where(and(eq(invitations.userId, id), isPendingInvitation()));
  await enqueueMail(ctx, {
    ...{ kind: "address_corrected", to: student.email, payload: { name }, dedupeKey: createId("outbox") },
    // The old address is no account's any more.
    language: student.language,
  });
}
