import { getVatRequester, listVatChecks, type VatCheckDue } from "#domain/invoices/list-vat-checks.ts";
import { recordVatCheck } from "#domain/invoices/record-vat-check.ts";
import { type RegisteredId, splitVatId, type VatAnswer, type VatRegister } from "#domain/invoices/vat-register.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";

const AS = { actor: createSystemActor("check-vat-ids") };

/** One after the other: the register shuts out who asks much at once. */
const PORTION = 10;

/** Asks the register for the VAT ids of orders that are due, while there is time, between two transactions. Says how many were answered. */
export async function checkVatIds(register: VatRegister, hasTime: () => boolean): Promise<number> {
  const { database, clock, rules } = runtime();
  const { isOn, requester } = await getVatRequester(database.read);
  if (!isOn) return 0;
  let answered = 0;
  for (const due of await listVatChecks({ read: database.read, now: clock(), actor: AS.actor, rules }, PORTION)) {
    if (!hasTime()) break;
    const answer = await ask(register, due, requester);
    await write(AS, (ctx) => recordVatCheck(ctx, { ...due, answer }));
    if (answer) answered += 1;
  }
  return answered;
}

async function ask(
  register: VatRegister,
  { orderId, vatId }: VatCheckDue,
  requester: RegisteredId | undefined,
): Promise<VatAnswer | null> {
  const id = splitVatId(vatId);
  if (!id) return { isValid: false, consultation: "", trader: "" };
  try {
    return await register.ask(id, requester);
  } catch (error) {
    log().warn({ err: error, orderId }, "a VAT id could not be checked");
    return null;
  }
}
