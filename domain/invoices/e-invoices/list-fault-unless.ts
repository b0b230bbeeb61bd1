import type { Message } from "#messages/message.ts";

/** Whose details mend it: the school's in its settings, the buyer's for the order, or the invoice's own (its lines, its sums). */
type FaultPlace = "seller" | "buyer" | "invoice";

/** A rule of EN 16931 or XRechnung that an invoice would break, with what is missing or wrong in words. */
export type EInvoiceFault = { rule: string; place: FaultPlace; message: Message };

/** The fault of a rule when what it asks for does not hold, as a list, so that rules stand below each other. */
export function listFaultUnless(holds: boolean, rule: string, place: FaultPlace, said: Message): EInvoiceFault[] {
  return holds ? [] : [{ rule, place, message: said }];
}
