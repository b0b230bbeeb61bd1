import { isOpenPart } from "./describe-plan.ts";
import type { InvoiceContent, InvoicePart } from "./invoice-content.ts";

/**
 * What a paper asks for by its due day, in minor units: of a price that is paid in parts the next of them, with those that are late, and otherwise all
 * that is due. It is what a code for a bank is made of.
 */
export function getAskedMinor(content: Pick<InvoiceContent, "parts" | "dueMinor" | "dueOn">): number {
  const asked = listAskedParts(content);
  if (asked.length === 0) return content.dueMinor;
  return asked.reduce((sum, { amountMinor, paidMinor }) => sum + amountMinor - paidMinor, 0);
}

/** The parts that are asked for by the due day; none of a price that is paid at once. */
export function listAskedParts({ parts = [], dueOn }: Pick<InvoiceContent, "parts" | "dueOn">): InvoicePart[] {
  return parts.filter(isOpenPart).filter((part, at) => at === 0 || part.dueOn <= dueOn);
}
