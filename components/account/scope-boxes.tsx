import { FormTick } from "#components/forms/state-form.tsx";
import { ScopesError } from "./scopes-error.tsx";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** What a scope is about, by its first half. */
export const SCOPE_THINGS: Record<string, PlainKey> = {
  accounting: "account.scope_accounting",
  access: "account.scope_access",
  announcements: "account.scope_announcements",
  answers: "account.scope_answers",
  accounts: "account.scope_accounts",
  applications: "account.scope_applications",
  attendance: "account.scope_attendance",
  audit: "account.scope_audit",
  certificates: "account.scope_certificates",
  claim_links: "account.scope_claim_links",
  cohorts: "account.scope_cohorts",
  coupons: "account.scope_coupons",
  connections: "account.scope_connections",
  credits: "account.scope_credits",
  courses: "account.scope_courses",
  dashboards: "account.scope_dashboards",
  disputes: "account.scope_disputes",
  enrolments: "account.scope_enrolments",
  files: "account.scope_files",
  invoices: "account.scope_invoices",
  mail: "account.scope_mail",
  maintenances: "account.scope_maintenances",
  materials: "account.scope_materials",
  money: "account.scope_money",
  orders: "account.scope_orders",
  payments: "account.scope_payments",
  payouts: "account.scope_payouts",
  bank: "account.scope_bank",
  price_rules: "account.scope_price_rules",
  progress: "account.scope_progress",
  questions: "account.scope_questions",
  reconciliations: "account.scope_reconciliations",
  refunds: "account.scope_refunds",
  renewals: "account.scope_renewals",
  saved_cards: "account.scope_saved_cards",
  security: "account.scope_security",
  sessions: "account.scope_sessions",
  settings: "account.scope_settings",
  students: "account.scope_students",
  system: "account.scope_system",
  team: "account.scope_team",
  tickets: "account.scope_tickets",
  tokens: "account.scope_tokens",
  usage: "account.scope_usage",
  waiting: "account.scope_waiting",
  withdrawals: "account.scope_withdrawals",
  work: "account.scope_work",
};

/** `orders` in the reader's language. The scope itself, `orders:read`, is a name that programs use. */
function scopeThingWords(thing: string): string {
  const key = Object.hasOwn(SCOPE_THINGS, thing) ? SCOPE_THINGS[thing] : undefined;
  return key ? getTranslator()(key) : thing;
}

/** What a token may do: for each kind of thing, whether it may read and whether it may change. */
export function ScopeBoxes({ scopes }: { scopes: string[] }) {
  const t = getTranslator();
  const things = [...new Set(scopes.map((scope) => scope.split(":")[0] ?? ""))];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-small font-[540]">{t("account.what_may_it_do")}</legend>
      <ul className="border-t border-rule">
        {things.map((thing) => (
          <li key={thing} className="grid grid-cols-[minmax(0,1fr)_96px_96px] items-center border-b border-rule py-1.5">
            <span className="min-w-0 text-dense [overflow-wrap:anywhere]">
              {scopeThingWords(thing)} <code className="text-tiny text-ink-faint">{thing}</code>
            </span>
            <ScopeBox scopes={scopes} thing={thing} right="read" label={t("account.read_label")} />
            <ScopeBox scopes={scopes} thing={thing} right="write" label={t("account.change_label")} />
          </li>
        ))}
      </ul>
      <ScopesError />
    </fieldset>
  );
}

type ScopeBoxProps = { scopes: string[]; thing: string; right: "read" | "write"; label: string };

function ScopeBox({ scopes, thing, right, label }: ScopeBoxProps) {
  const scope = `${thing}:${right}`;
  if (!scopes.includes(scope)) return <span />;
  const words = (
    <>
      {label} <span className="sr-only">{scopeThingWords(thing)}</span>
    </>
  );
  return <FormTick id={`scope-${scope}`} name="scopes" value={scope} label={words} />;
}
