import type { Instalment } from "./load-instalments.ts";

/** What a buyer pays: everything that is left, the first part of the plan, or one part by its number. */
export type PayChoice = "all" | "plan" | { instalment: number };

/** Which instalments a payment is for, from the first to the last, and what they cost together, in minor units. */
export type PickedInstalments = { first: number; last: number; amountMinor: number };

/**
 * What a choice comes to: of one part what it costs with the fees of its reminders. Undefined when nothing of it is due any more, so that a
 * button of a page that was open for long pays nothing a second time.
 */
export function pickInstalments(
  all: readonly Pick<Instalment, "number" | "state" | "amountMinor">[],
  choice: PayChoice,
): PickedInstalments | undefined {
  const wanted = choice === "all" ? undefined : choice === "plan" ? 1 : choice.instalment;
  const due = all.filter(({ state, number }) => state === "due" && (wanted === undefined || number === wanted));
  const [first, last] = [due[0], due.at(-1)];
  if (!first || !last) return undefined;
  const amountMinor = due.reduce((sum, each) => sum + each.amountMinor, 0);
  return { first: first.number, last: last.number, amountMinor };
}
