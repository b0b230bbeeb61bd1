import { eq } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isForgotten } from "./remove-secret.ts";

/**
 * Sends a mail again, whatever became of it before: its tries begin anew, and it is written anew. One that carried a code or a link
 * into an account is refused (`wrong_state`): it has run out or been forgotten, and a new one is asked for where one signs in.
 */
export async function resendMail(ctx: WriteCtx, input: { mailId: string }): Promise<void> {
  authorize(ctx, "mail.resend", {});
  const [mail] = await ctx.tx.select().from(outbox).where(eq(outbox.id, input.mailId));
  if (!mail) throw new Refusal("not_found");
  if (isForgotten(mail) && mail.state === "sent") {
    throw new Refusal("wrong_state", { words: message("mail.secrets_not_sent_twice") });
  }
  await ctx.tx
    .update(outbox)
    .set({ state: "pending", attempts: 0, nextTryAt: ctx.now, lastError: null, sentAt: null, letter: null })
    .where(eq(outbox.id, mail.id));
  await audit(
    ctx,
    "mail.resend",
    { type: "mail", id: mail.id },
    { before: { state: mail.state }, after: { kind: mail.kind } },
  );
}
