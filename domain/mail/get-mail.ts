import { eq } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { isAllowed } from "../policy.ts";
import { composeMail, type MailContext } from "./compose-mail.ts";
import { getRecipientLanguage } from "./get-recipient-language.ts";
import { type MailKind, SECRET_FIELDS } from "./kinds.ts";
import { type MailRow, toMailRow, canSeeMails } from "./list-mails.ts";
import type { RenderedLetter } from "./render-letter.ts";

export type MailView = MailRow & {
  /** None when what the mail was about is no longer there. */
  letter: RenderedLetter | null;
  /** Whether a code or a link was left out, because it would open somebody's account. */
  isVeiled: boolean;
  /** Whether it may be sent again: a code or a link that was sent may not. */
  canResend: boolean;
};

/**
 * A mail as its recipient reads it. What would open somebody's account is left out: in a demo no account is worth
 * anything, and in a school without a mail server the owner hands invitations on.
 */
export async function getMail(ctx: ReadCtx, id: string, place: MailContext): Promise<MailView | undefined> {
  if (!isId("outbox", id) || !canSeeMails(ctx)) return undefined;
  const [row] = await ctx.read.select().from(outbox).where(eq(outbox.id, id));
  if (!row) return undefined;
  const secret = SECRET_FIELDS[row.kind as MailKind];
  const isVeiled = secret !== undefined && !maySeeSecrets(ctx, row);
  const t = place.wordsIn(await getRecipientLanguage(ctx.read, row));
  const veil = secret === "path" ? "" : t("mail_parts.not_shown_here");
  const payload = isVeiled ? { ...row.payload, [secret]: veil } : row.payload;
  const letter = await composeMail(ctx.read, { ...row, payload }, place);
  const canResend = secret === undefined || row.state !== "sent";
  return { ...toMailRow(row), letter: letter ?? null, isVeiled, canResend };
}

function maySeeSecrets(ctx: ReadCtx, row: typeof outbox.$inferSelect): boolean {
  if (ctx.rules.demo) return true;
  return toMailRow(row).status === "kept" && isAllowed(ctx.actor, "mail.read_secrets");
}
