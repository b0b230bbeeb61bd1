import { SECOND_MS } from "#domain/kernel/clock.ts";
import { message, type Said } from "#messages/message.ts";
import { makeInvoices } from "#services/invoices/make-invoices.ts";
import { startTurn } from "./turn.ts";

/** A turn ends in time for its lease; the next one goes on. */
const TURN_MS = 10 * SECOND_MS;

/** Makes the files of the invoices that were issued. */
export async function makeDueInvoices(): Promise<Said> {
  return message("jobs.invoices_made", { count: await makeInvoices(startTurn(TURN_MS)) });
}
