import { MINUTE_MS } from "#domain/kernel/clock.ts";
import type { Said } from "#messages/message.ts";
import { sendDueMails } from "#services/mail/send-due-mails.ts";
import { startTurn } from "./turn.ts";

/** Well within the job's lease, and before the first claim of a batch comes due again. */
const TURN_MS = 4 * MINUTE_MS;

/** Sends the letters that are due. */
export const sendMail = (): Promise<Said> => sendDueMails(startTurn(TURN_MS));
