import { z } from "zod";
import { issue } from "#messages/message.ts";
import { readMailDomain } from "./mail-domains.ts";

export const AGE_MAX = 120;
const PREREQUISITES_MAX = 20;
const MAIL_DOMAINS_MAX = 50;
export const PAY_DAYS_MAX = 90;
export const PAY_DAYS_USUAL = 7;

const Age = z.number().int().min(0).max(AGE_MAX);

/** A domain of addresses, as somebody types it. */
const MailDomain = z
  .string()
  .max(300)
  .transform((typed, problem) => {
    const domain = readMailDomain(typed);
    if (domain !== undefined) return domain;
    problem.addIssue({ code: "custom", message: issue("fields.no_mail_domain", { typed: typed.slice(0, 60) }) });
    return z.NEVER;
  });

/** Who may enrol in a cohort. Only what is sent changes. */
export const CohortRuleFields = z
  .strictObject({
    /** The courses of which one must be completed; none asks nothing. */
    prerequisiteIds: z.array(z.string().max(60)).max(PREREQUISITES_MAX),
    /** Both included; null is not asked. */
    ageMin: Age.nullable(),
    ageMax: Age.nullable(),
    /** The day on which the age counts; null is that on which the cohort begins. */
    ageOn: z.iso.date().nullable(),
    /** The question that asks for the date of birth; null asks a new one, when an age is asked. */
    birthQuestionId: z.string().max(60).nullable(),
    mailDomains: z.array(MailDomain).max(MAIL_DOMAINS_MAX),
    /** Whether the office decides about each who applies, and how many days they have to pay then. */
    needsApproval: z.boolean(),
    payDays: z.number().int().min(1).max(PAY_DAYS_MAX),
  })
  .partial();
export type CohortRuleFields = z.output<typeof CohortRuleFields>;

/** That the office means to pass over the rules of a cohort. */
export const InSpiteOfRules = z.boolean().default(false);

/** What is refused by rules of a cohort. */
export const RULE_REFUSALS = [
  "prerequisite_missing",
  "mail_domain_refused",
  "address_not_confirmed",
  "age_not_met",
] as const;
