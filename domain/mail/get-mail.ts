import { eq } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { isAllowed } from "../policy.ts";
import { composeMail, composeVeiledMail, type MailContext } from "./compose-mail.ts";
import { hasSecret, isForgotten } from "./remove-secret.ts";
import { type MailRow, toMailRow, canSeeMails } from "./list-mails.ts";
import type { RenderedLetter } from "./render-letter.ts";

export type MailView = MailRow & {
  /** None when what the mail was about is no longer there. */
  letter: RenderedLetter | null;
  /** Whether a code or a link was left out, because it would open somebody's account. */
  isVeiled: boolean;
  /** Whether its words are today's and not those that were sent. */
  isRewritten: boolean;
  /** Whether it may be sent again: a code or a link that was sent may not. */
  canResend: boolean;
};

/**
 * A mail as its recipient reads it: what was sent as it was sent, what waits as it would be written now. What would open somebody's
 * account is left out, except in a demo, where no account is worth anything, and for the owner of a school without a mail server, who
 * hands invitations on.
 */
export async function getMail(ctx: ReadCtx, id: string, place: MailContext): Promise<MailView | undefined> {
  if (!isId("outbox", id) || !canSeeMails(ctx)) return undefined;
  const [row] = await ctx.read.select().from(outbox).where(eq(outbox.id, id));
  if (!row) return undefined;
  const secret = hasSecret(row);
  const isVeiled = secret && !maySeeSecrets(ctx, row);
  const compose = isVeiled ? composeVeiledMail : composeMail;
  const letter = row.letter ?? (await compose(ctx.read, row, place)) ?? null;
  const canResend = !isForgotten(row) || row.state !== "sent";
  // Of what was sent before letters were kept, nobody knows the words any more.
  const isRewritten = row.letter === null && row.sentAt !== null;
  return { ...toMailRow(row), letter, isVeiled, isRewritten, canResend };
}

function maySeeSecrets(ctx: ReadCtx, row: typeof outbox.$inferSelect): boolean {
  if (ctx.rules.demo) return true;
  return toMailRow(row).status === "kept" && isAllowed(ctx.actor, "mail.read_secrets");
}
