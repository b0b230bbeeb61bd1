import { z } from "zod";
import { billingFieldName } from "#components/invoices/billing-field-name.ts";
import { checkBilling, type OrderBilling, OrderBillingInput, readBillingDetails } from "#domain/invoices/inputs.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { decodeMessage, type Said } from "#messages/message.ts";

const NAMES = ["company", "name", "street", "number", "postCode", "town", "country", "vatId", "reference"] as const;
type Part = (typeof NAMES)[number];

/** Longer than any: what is too long is said beside its field when it is read. */
const Typed = z.string().max(1_000).default("");

/** To whom an order is billed, as it is typed along with something else. All of it is left empty by whoever buys for themselves. */
export const BillingFields = {
  billingCompany: Typed,
  billingName: Typed,
  billingStreet: Typed,
  billingNumber: Typed,
  billingPostCode: Typed,
  billingTown: Typed,
  billingCountry: Typed,
  billingVatId: Typed,
  billingReference: Typed,
  /** Whether the form came with what the order before was billed to: who has emptied it buys for themselves this time. */
  billingKnown: z.string().max(10).default(""),
};

const Fields = z.object(BillingFields);
export type TypedBilling = z.output<typeof Fields>;

/**
 * What was typed, or nothing where nothing was. Refuses (`invalid_input`), beside the form's own fields, what is no address and a VAT id that
 * nobody can have.
 */
export function readBilling(typed: TypedBilling): OrderBilling | undefined {
  const parts = Object.fromEntries(
    NAMES.map((part) => [part, typed[billingFieldName(part) as keyof TypedBilling].trim()]),
  ) as Record<Part, string>;
  // A name alone was filled in by the browser.
  const isTyped = NAMES.some((part) => part !== "name" && parts[part] !== "");
  if (!isTyped && typed.billingKnown === "") return undefined;
  const read = OrderBillingInput.safeParse(parts, { error: explainIssue });
  const wrong = read.success ? [] : read.error.issues.map(asProblem);
  // What the whole of it lacks is said along with what is wrong with a field of it.
  const missing = listRefused(() => checkBilling(parts));
  if (!read.success || missing.length > 0) throw refuse([...missing, ...wrong]);
  return readBillingDetails(read.data);
}

type Problem = [part: string, words: Said];

const asProblem = ({ path, message }: z.core.$ZodIssue): Problem => [String(path[0]), decodeMessage(message)];

function listRefused(check: () => void): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return Object.entries(error.detail.fields ?? {});
  }
}

const refuse = (problems: Problem[]) =>
  new Refusal("invalid_input", {
    fields: Object.fromEntries(problems.map(([part, words]) => [billingFieldName(part), words])),
  });

/** The same as a rule of a form: whatever else is wrong is said along with it. */
export const checkBillingFields = (_asked: unknown, typed: Partial<TypedBilling>): void => {
  const known = Fields.safeParse(typed, { error: explainIssue });
  if (known.success) readBilling(known.data);
};
