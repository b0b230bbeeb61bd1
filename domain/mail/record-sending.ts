import { and, eq } from "drizzle-orm";
import { outbox, type SentLetter } from "#db/schema/index.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { TRIES_MAX } from "./get-backoff-ms.ts";
import type { Outbox } from "./claim-due-mails.ts";
import { removeSecret } from "./remove-secret.ts";

/**
 * How a try ended: the mail server took it; it did not, and may or may never; or there is no mail server, and the mail is
 * kept to be read in the school itself.
 */
export type Sending =
  | { outcome: "sent"; letter: SentLetter }
  | { outcome: "kept"; letter: SentLetter | null }
  | { outcome: "trouble"; error: string; forGood: boolean };

/** What of our own stands beside a mail as `lastError`: no server is set, so it was kept; or what it was about is gone. */
export const MAIL_ERRORS = { noServer: "no_server", gone: "gone" } as const;

const ERROR_CHARACTERS_MAX = 500;

/** Writes down how the tries of a batch ended. What failed for good, or too often, waits for a person to send it again. */
// eslint-disable-next-line matricula/write-verbs-check -- The outbox row itself keeps every try and its outcome; an audit row for each would say it twice.
export async function recordSending(
  ctx: WriteCtx,
  tries: readonly { mail: Outbox; sending: Sending }[],
): Promise<void> {
  authorize(ctx, "mail.send", {});
  for (const { mail, sending } of tries) {
    // Whoever pressed "send again" meanwhile has begun a new count, which this try does not end.
    const same = and(eq(outbox.id, mail.id), eq(outbox.state, "pending"), eq(outbox.attempts, mail.attempts));
    await ctx.tx
      .update(outbox)
      .set(outcomeOf(ctx, mail, sending))
      .where(same);
  }
}

function outcomeOf(ctx: StepCtx, mail: Outbox, sending: Sending): Partial<Outbox> {
  if (sending.outcome === "kept") {
    return { state: "sent", sentAt: null, lastError: MAIL_ERRORS.noServer, letter: sending.letter };
  }
  if (sending.outcome === "sent") {
    return {
      state: "sent",
      sentAt: ctx.now,
      lastError: null,
      language: sending.letter.language,
      payload: removeSecret(mail).payload,
      letter: sending.letter,
    };
  }
  const isOver = sending.forGood || mail.attempts >= TRIES_MAX;
  return { state: isOver ? "failed" : "pending", lastError: sending.error.slice(0, ERROR_CHARACTERS_MAX) };
}
