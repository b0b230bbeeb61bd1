import { BESIDE_ALL } from "#db/beside.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { composeMail, composeVeiledMail } from "#domain/mail/compose-mail.ts";
import { claimDueMails, hasAwaitedMails, type Outbox } from "#domain/mail/claim-due-mails.ts";
import { MAIL_ERRORS, recordSending, type Sending } from "#domain/mail/record-sending.ts";
import { hasSecret } from "#domain/mail/remove-secret.ts";
import { isMailTrouble, type MailSender } from "#domain/mail/sender.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";
import { loadAttachments } from "./load-attachments.ts";
import { getMailContext } from "./mail-context.ts";
import { message, type Said } from "#messages/message.ts";

const AS = { actor: createSystemActor("send-mail") };
const BATCH_MAX = 50;

/**
 * Sends what is due, while there is time: claimed in one write, sent outside of any, each outcome written down before the next letter
 * leaves. What was claimed and had no time comes due again by itself.
 */
export async function sendDueMails(hasTime: () => Promise<boolean>): Promise<Said> {
  const { mail: sender } = runtime();
  // What waits keeps its tries for when the server is back.
  if (sender?.isResting?.()) return message("jobs.mail_server_left_alone");
  const mails = await write(AS, (ctx) => claimDueMails(ctx, BATCH_MAX));
  const counts = { count: 0, trouble: 0 };
  let serverTrouble: Sending | undefined;
  const send = async (mail: Outbox) => {
    const tried = serverTrouble ? { sending: serverTrouble, isServer: true } : await trySending(sender, mail);
    if (tried.isServer) serverTrouble = tried.sending;
    counts[tried.sending.outcome === "trouble" ? "trouble" : "count"] += 1;
    await write(AS, (ctx) => recordSending(ctx, [{ mail, sending: tried.sending }]), { beside: BESIDE_ALL });
  };
  for (const mail of mails) {
    if (!(await hasTime())) break;
    await send(mail);
    // A server that takes a second for a letter takes a minute for a batch: a code does not wait for that.
    for (const awaited of await claimAwaited()) await send(awaited);
  }
  return message(sender ? "jobs.mails_sent" : "jobs.mails_kept", counts);
}

async function claimAwaited(): Promise<Outbox[]> {
  const { database, clock } = runtime();
  if (!(await hasAwaitedMails(database.read, clock()))) return [];
  return write(AS, (ctx) => claimDueMails(ctx, BATCH_MAX, { onlyAwaited: true }));
}

type Tried = { sending: Sending; isServer: boolean };

async function trySending(sender: MailSender | null, mail: Outbox): Promise<Tried> {
  try {
    const { database, clock } = runtime();
    const { read } = database;
    const context = { ...getMailContext(), now: clock() };
    // Written before it is sent: what fails afterwards would send it twice.
    const kept = (await composeVeiledMail(read, mail, context)) ?? null;
    if (!sender) {
      // Without a mail server the owner hands such a link on, so it is written from what is stored when they look.
      return { sending: { outcome: "kept", letter: hasSecret(mail) ? null : kept }, isServer: false };
    }
    const letter = hasSecret(mail) ? await composeMail(read, mail, context) : kept;
    if (!letter || !kept) {
      return { sending: { outcome: "trouble", error: MAIL_ERRORS.gone, forGood: true }, isServer: false };
    }
    const { direction: _, ...written } = letter;
    const attachments = await loadAttachments(mail);
    await sender.send({ ...written, ...attachments, to: mail.recipient, messageId: messageIdOf(mail.id) });
    return { sending: { outcome: "sent", letter: kept }, isServer: false };
  } catch (error) {
    return { sending: describeMailError(error, mail.id), isServer: isMailTrouble(error) && error.kind === "server" };
  }
}

function describeMailError(error: unknown, mailId: string): Sending {
  log().warn({ mailId, err: error }, "a mail was not sent");
  const words = error instanceof Error ? error.message : String(error);
  return { outcome: "trouble", error: words, forGood: isMailTrouble(error) && error.kind === "for_good" };
}

/** A reader's mail program knows a second copy by it. */
function messageIdOf(mailId: string): string {
  return `<${mailId}@${new URL(runtime().config.url).hostname}>`;
}
