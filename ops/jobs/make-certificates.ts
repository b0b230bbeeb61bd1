import { SECOND_MS } from "#domain/kernel/clock.ts";
import { message, type Said } from "#messages/message.ts";
import { makeCertificates } from "#services/certificates/make-certificates.ts";
import { startTurn } from "./turn.ts";

/** A turn ends in time for its lease; the next one goes on. */
const TURN_MS = 10 * SECOND_MS;

/** Makes the files of the certificates that were issued. */
export async function makeDueCertificates(): Promise<Said> {
  return message("jobs.certificates_made", { count: await makeCertificates(startTurn(TURN_MS)) });
}
