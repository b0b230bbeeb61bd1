import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { explainPrintFault } from "./explain-print-fault.ts";

/** Texts that can be printed: only the name is asked about. */
const PRINTABLE = { courseTitle: "A", school: "A" };

/**
 * Says how a person is called on the certificates that they get from now on; empty takes the name of the account. Refuses
 * (`not_printable`) a name that cannot be printed, beside its field. Certificates that were issued stay as they are.
 */
export async function setCertificateName(
  ctx: WriteCtx,
  input: { userId: string; certificateName: string },
): Promise<void> {
  const { userId } = input;
  authorize(ctx, "account.edit", { ownerId: userId });
  const certificateName = input.certificateName === "" ? null : input.certificateName;
  const fault = certificateName === null ? undefined : explainPrintFault({ name: certificateName, ...PRINTABLE });
  if (fault) throw new Refusal("not_printable", { words: fault.words, fields: { certificateName: fault.words } });
  const [before] = await ctx.tx
    .select({ certificateName: users.certificateName })
    .from(users)
    .where(eq(users.id, userId));
  if (!before) throw new Refusal("not_found");
  if (before.certificateName === certificateName) return;
  await ctx.tx.update(users).set({ certificateName }).where(eq(users.id, userId));
  await audit(ctx, "account.edit", { type: "user", id: userId }, { before, after: { certificateName } });
}
