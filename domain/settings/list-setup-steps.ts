import { type SchoolSettings, UNNAMED } from "./inputs.ts";

export type SetupStepName = "name" | "address" | "contact" | "tax" | "terms" | "payment" | "mail" | "course";
export type SetupStep = { name: SetupStepName; isDone: boolean };

/** What a school is that its settings do not say. */
export type SetupFacts = {
  /** There is a way to pay that is set up whole. */
  hasPayment: boolean;
  /** Mails leave: there is a server for them. */
  hasMailServer: boolean;
  /** There is a course with a cohort that is shown. */
  hasCohort: boolean;
};

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
    tax: [vatNumber, taxNumber, taxNote].some((text) => isSaid(text)),
    terms: isSaid(terms),
    payment: facts.hasPayment,
    mail: facts.hasMailServer,
    course: facts.hasCohort,
  };
  const steps = Object.entries(done).map(([step, isDone]) => ({ name: step as SetupStepName, isDone }));
  return steps.every(({ isDone }) => isDone) ? [] : steps;
}
