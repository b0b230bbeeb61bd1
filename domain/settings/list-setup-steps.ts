import { type SchoolSettings, UNNAMED } from "./inputs.ts";

export type SetupStepName =
  | "name"
  | "address"
  | "contact"
  | "tax"
  | "vat_number"
  | "terms"
  | "payment"
  | "mail"
  | "course";
export type SetupStep = { name: SetupStepName; isDone: boolean };

/** What a school is that its settings do not say. */
export type SetupFacts = {
  /** There is a way to pay that is set up whole. */
  hasPayment: boolean;
  /** Mails leave: there is a server for them. */
  hasMailServer: boolean;
  /** There is a course with a cohort that is shown. */
  hasCohort: boolean;
  /** A rate of tax is charged. */
  hasTaxRates: boolean;
};

type SaidOfTax = Pick<SchoolSettings, "vatNumber" | "taxNumber" | "addressCountry">;

/** Whether a school may charge tax by what it says of itself: with a VAT number, or in Germany with its tax number (§ 14 UStG). */
export const hasTaxIdentity = ({ vatNumber, taxNumber, addressCountry }: SaidOfTax): boolean =>
  vatNumber.trim() !== "" || (addressCountry === "DE" && taxNumber.trim() !== "");

/**
 * What a new school does before its first student comes, in the order in which a customer would meet a gap. Empty once all of it is
 * done: there is nothing left to show.
 */
export function listSetupSteps(settings: SchoolSettings, facts: SetupFacts): SetupStep[] {
  const { name, addressStreet, addressTown, addressCountry, supportEmail, terms } = settings;
  const { vatNumber, taxNumber, taxNote } = settings;
  const isSaid = (...texts: string[]) => texts.every((text) => text.trim() !== "");
  const done: Record<SetupStepName, boolean> = {
    name: isSaid(name) && name !== UNNAMED,
    address: isSaid(addressStreet, addressTown) && addressCountry !== null,
    contact: supportEmail !== null,
    tax: facts.hasTaxRates || [vatNumber, taxNumber, taxNote].some((text) => isSaid(text)),
    vat_number: !facts.hasTaxRates || hasTaxIdentity(settings),
    terms: isSaid(terms),
    payment: facts.hasPayment,
    mail: facts.hasMailServer,
    course: facts.hasCohort,
  };
  // Whoever charges no tax needs no number for it.
  const shown = Object.entries(done).filter(([step]) => step !== "vat_number" || facts.hasTaxRates);
  const steps = shown.map(([step, isDone]) => ({ name: step as SetupStepName, isDone }));
  return steps.every(({ isDone }) => isDone) ? [] : steps;
}
