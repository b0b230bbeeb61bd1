import { listRuleFacts } from "#components/catalogue/rule-facts.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { EnrolRules } from "#domain/rules/get-enrol-rules.ts";
import { pagePath } from "#messages/page-path.ts";

/** Who may enrol, before anybody fills in a form. */
export function RulesPart({ rules }: { rules: EnrolRules }) {
  const t = getTranslator();
  return (
    <section aria-labelledby="who-may-enrol" className="mb-6">
      <h2 id="who-may-enrol" className="mb-2 text-lg">
        {t("rules.who_may_enrol_title")}
      </h2>
      <ul className="grid gap-2 text-[15px]">
        {listRuleFacts(rules).map(({ rule, icon, words }) => (
          <li key={rule} className="flex gap-3">
            <Icon name={icon} className="mt-[3px] flex-none text-ink-faint" />
            <span className="min-w-0">{words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What speaks against somebody who is signed in, and what helps: a course to do first, an address to confirm, whom to write to. */
export function RuleProblems({ rules }: { rules: EnrolRules }) {
  const t = getTranslator();
  return (
    <div className="grid gap-4">
      {rules.problems.map(({ rule, words }) => (
        <Notice key={rule} tone="warn" title={t(`rules.problem_${rule}`)}>
          <p>{t.format(words)}</p>
          {rule === "prerequisite" && (
            <ul className="mt-1">
              {rules.prerequisites.flatMap(({ courseId, title, slug }) =>
                slug === null
                  ? []
                  : [
                      <li key={courseId}>
                        <a className="link" href={pagePath(`/courses/${slug}`)}>
                          {t("rules.see_course_link", { title })}
                        </a>
                      </li>,
                    ],
              )}
            </ul>
          )}
          {(rule === "confirmed_address" || rule === "mail_domain") && (
            <p className="mt-1">
              <a className="link" href="/account">
                {t("rules.open_account_link")}
              </a>
            </p>
          )}
        </Notice>
      ))}
      <div>
        <LinkButton href="/help/new" variant="quiet">
          {t("rules.write_to_us_button")}
        </LinkButton>
      </div>
    </div>
  );
}
