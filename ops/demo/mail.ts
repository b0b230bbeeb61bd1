import { claimDueMails } from "#domain/mail/claim-due-mails.ts";
import { recordSending, type Sending } from "#domain/mail/record-sending.ts";
import { systemActor, type Simulation } from "./simulation.ts";

const BATCH_MAX = 100;

/** One mailbox that does not exist, so that there is something to see where mail failed. */
const NO_SUCH_MAILBOX = "quentin.r@example.org";

/** A demo has no mail server: what was promised in the story is kept in the school to be read, and never leaves it. */
export async function storeMails(stage: Simulation): Promise<void> {
  for (;;) {
    const due = await stage.act(systemActor, (ctx) => claimDueMails(ctx, BATCH_MAX));
    if (due.length === 0) return;
    const tries = due.map((mail) => ({ mail, sending: sendingOf(mail.recipient) }));
    await stage.act(systemActor, (ctx) => recordSending(ctx, tries));
  }
}

function sendingOf(recipient: string): Sending {
  if (recipient !== NO_SUCH_MAILBOX) return { outcome: "kept", letter: null };
  return { outcome: "trouble", error: "550 5.1.1 There is no mailbox of this name here.", forGood: true };
}
