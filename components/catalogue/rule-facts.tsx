import type { ReactNode } from "react";
import { formatDay } from "#components/certificates/format-day.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { IconName } from "#components/ui/icon.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { RuleSet } from "#domain/rules/load-rules.ts";
import { pagePath } from "#messages/page-path.ts";

export type RuleFact = { rule: string; icon: IconName; words: ReactNode };

/** Who may enrol in a cohort, a sentence each, for before anybody fills in a form. */
export function listRuleFacts(rules: RuleSet): RuleFact[] {
  const t = getTranslator();
  const facts: RuleFact[] = [];
  const { prerequisites, mailDomains } = rules;
  if (prerequisites.length > 0) {
    const words = prerequisites.length === 1 ? t("rules.prerequisite_one") : t("rules.prerequisite_of");
    facts.push({ rule: "prerequisite", icon: "check", words: <Before words={words} rules={rules} /> });
  }
  const age = ageWords(rules);
  if (age) facts.push({ rule: "age", icon: "people", words: age });
  if (mailDomains.length > 0) {
    const domains = mailDomains.join(", ");
    // Where the office decides about each, it sees whether the address is confirmed.
    const words = rules.needsApproval
      ? t("rules.mail_domains_seen", { domains })
      : t("rules.mail_domains", { domains });
    facts.push({ rule: "domain", icon: "mail", words });
  }
  if (rules.needsApproval) facts.push({ rule: "approval", icon: "lock", words: t("rules.needs_approval") });
  return facts;
}

function Before({ words, rules: { prerequisites } }: { words: string; rules: RuleSet }) {
  return (
    <>
      {words}{" "}
      {prerequisites.map(({ courseId, title, language, slug }, place) => (
        <span key={courseId}>
          {place > 0 && ", "}
          {slug === null ? (
            <span {...writtenIn(language)}>{title}</span>
          ) : (
            <a className="link" href={pagePath(`/courses/${slug}`)} {...writtenIn(language)}>
              {title}
            </a>
          )}
        </span>
      ))}
    </>
  );
}

function ageWords({ ageMin: min, ageMax: max, ageDay }: RuleSet): string | undefined {
  const t = getTranslator();
  if (min === null && max === null) return undefined;
  const day = ageDay === null ? t("rules.day_of_enrolling") : t("rules.on_day", { day: formatDay(ageDay) });
  if (min !== null && max !== null) return t("rules.age_between", { min, max, day });
  return min === null ? t("rules.age_at_most", { max: max ?? 0, day }) : t("rules.age_at_least", { min, day });
}
