import type { Said } from "#messages/message.ts";
import { Refusal, type RefusalDetail } from "../kernel/refusal.ts";
import type { RuleProblem } from "./judge-rules.ts";

/** The refusal of a rule that somebody does not meet. `field`: beside which it is said too; `words`: said instead of the rule's own. */
export function refuseRule(
  problem: RuleProblem,
  { field, words = problem.words }: { field?: string | undefined; words?: Said } = {},
): Refusal {
  const detail: RefusalDetail = { words, ...(field ? { fields: { [field]: words } } : {}) };
  switch (problem.rule) {
    case "prerequisite":
      return new Refusal("prerequisite_missing", detail);
    case "mail_domain":
      return new Refusal("mail_domain_refused", detail);
    case "confirmed_address":
      return new Refusal("address_not_confirmed", detail);
    case "age":
      return new Refusal("age_not_met", detail);
  }
}
