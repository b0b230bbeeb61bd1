import { SECOND_MS } from "#domain/kernel/clock.ts";
import { message, type Said } from "#messages/message.ts";
import { openVies } from "#providers/vies/open-vies.ts";
import { runtime } from "#runtime";
import { checkVatIds } from "#services/invoices/check-vat-ids.ts";

/** A turn ends in time for its lease, with the longest answer; the next one goes on. */
const TURN_MS = 10 * SECOND_MS;

/** Asks VIES for the VAT ids of companies abroad. */
export async function checkDueVatIds(): Promise<Said> {
  const { clock, config } = runtime();
  const end = clock().getTime() + TURN_MS;
  const count = await checkVatIds(openVies(config.viesUrl), () => clock().getTime() < end);
  return message("jobs.vat_ids_checked", { count });
}
