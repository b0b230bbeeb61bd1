import { message, type Message } from "#messages/message.ts";
import { describeLocalDay } from "../kernel/local-time.ts";
import { getAgeOn } from "./get-age-on.ts";
import { getAgeDay, type RuleSet } from "./load-rules.ts";
import { isAtDomain } from "./mail-domains.ts";

/** What rules ask about a person. */
export type PersonFacts = {
  email: string;
  isConfirmed: boolean;
  /** Of the courses that come before, those they have completed. */
  completed: ReadonlySet<string>;
  /** What they said of it; undefined when nobody asked them yet. */
  bornOn: string | undefined;
};

export type RuleName = "prerequisite" | "mail_domain" | "confirmed_address" | "age";

/** A rule that somebody does not meet, and what to say of it. */
export type RuleProblem = { rule: RuleName; words: Message };

/**
 * Every rule of a cohort that a person does not meet, the one that takes longest to mend first. An age is only judged of somebody whose
 * date of birth is known.
 *
 * The domain of an address counts once the address is confirmed: whoever types one could type anybody's. Money proves nothing here: a
 * price for members of a company is what somebody would type a wrong address for. Where the office decides about each, it sees whether
 * the address is confirmed, so it is not asked of who applies.
 */
export function judgeRules(rules: RuleSet, person: PersonFacts, now: Date): RuleProblem[] {
  const { prerequisites, mailDomains } = rules;
  const problems: RuleProblem[] = [];
  if (prerequisites.length > 0 && !prerequisites.some(({ courseId }) => person.completed.has(courseId))) {
    problems.push({ rule: "prerequisite", words: describePrerequisites(rules) });
  }
  if (mailDomains.length > 0) {
    if (!isAtDomain(person.email, mailDomains)) {
      const words = message("refusals.mail_domain_refused_of", { domains: mailDomains.join(", ") });
      problems.push({ rule: "mail_domain", words });
    } else if (!person.isConfirmed && !rules.needsApproval) {
      const words = message("refusals.confirm_address_first", { email: person.email });
      problems.push({ rule: "confirmed_address", words });
    }
  }
  if (person.bornOn !== undefined && !isOfAge(rules, person.bornOn, now)) {
    problems.push({ rule: "age", words: describeAge(rules, now) });
  }
  return problems;
}

export const hasAgeRule = ({ ageMin, ageMax }: Pick<RuleSet, "ageMin" | "ageMax">) =>
  ageMin !== null || ageMax !== null;

function isOfAge(rules: RuleSet, bornOn: string, now: Date): boolean {
  if (!hasAgeRule(rules)) return true;
  const age = getAgeOn(bornOn, getAgeDay(rules, now));
  return age >= (rules.ageMin ?? 0) && (rules.ageMax === null || age <= rules.ageMax);
}

function describePrerequisites({ prerequisites }: RuleSet): Message {
  const titles = prerequisites.map(({ title }) => `«${title}»`).join(", ");
  return prerequisites.length === 1
    ? message("refusals.prerequisite_missing_one", { titles })
    : message("refusals.prerequisite_missing_of", { titles });
}

/** `You must be at least 16 on 1 March 2027.` */
export function describeAge(rules: RuleSet, now: Date): Message {
  const day = describeLocalDay(getAgeDay(rules, now));
  const { ageMin: min, ageMax: max } = rules;
  if (min !== null && max !== null) return message("refusals.age_between", { min, max, day });
  return min === null
    ? message("refusals.age_at_most", { max: max ?? 0, day })
    : message("refusals.age_at_least", { min, day });
}
