import type { SetupStep, SetupStepName } from "#domain/settings/list-setup-steps.ts";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { Panel } from "./panel.tsx";

type StepKey = Extract<PlainKey, `admin_today.setup_${string}`>;

/** What each step is, what a customer meets while it is open, and the page where it is done. */
const STEPS: Record<SetupStepName, { label: StepKey; gap: StepKey; href: string }> = {
  name: { label: "admin_today.setup_name", gap: "admin_today.setup_name_gap", href: "/admin/settings" },
  address: { label: "admin_today.setup_address", gap: "admin_today.setup_address_gap", href: "/admin/settings" },
  contact: { label: "admin_today.setup_contact", gap: "admin_today.setup_contact_gap", href: "/admin/settings" },
  tax: { label: "admin_today.setup_tax", gap: "admin_today.setup_tax_gap", href: "/admin/settings" },
  vat_number: {
    label: "admin_today.setup_vat_number",
    gap: "admin_today.setup_vat_number_gap",
    href: "/admin/settings",
  },
  terms: { label: "admin_today.setup_terms", gap: "admin_today.setup_terms_gap", href: "/admin/settings" },
  payment: {
    label: "admin_today.setup_payment",
    gap: "admin_today.setup_payment_gap",
    href: "/admin/settings/connections",
  },
  mail: { label: "admin_today.setup_mail", gap: "admin_today.setup_mail_gap", href: "/admin/settings/connections" },
  course: { label: "admin_today.setup_course", gap: "admin_today.setup_course_gap", href: "/admin/courses" },
};

/** What a new school still has to do, each line with its page. Nothing once all of it is done. */
export function SetupChecklist({ steps }: { steps: SetupStep[] }) {
  const t = getTranslator();
  if (steps.length === 0) return null;
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <Panel
      title={t("admin_today.setup_title")}
      aside={<span className="num">{t("admin_today.setup_done", { done, all: steps.length })}</span>}
      className="mb-5"
    >
      <ol className="grid gap-x-6 sm:grid-cols-2">
        {steps.map(({ name, isDone }) => {
          const { label, gap, href } = STEPS[name];
          return (
            <li key={name} className="flex min-h-11 items-start gap-3 py-2">
              <Icon
                name={isDone ? "check" : "clock"}
                className={cx("mt-0.5 shrink-0", isDone ? "text-ok" : "text-warn")}
              />
              <span className="min-w-0">
                {isDone ? (
                  <span className="text-ink-soft">
                    {t(label)}
                    <span className="sr-only"> {t("admin_today.setup_is_done")}</span>
                  </span>
                ) : (
                  <>
                    <a className="link font-[540]" href={href}>
                      {t(label)}
                    </a>
                    <span className="block text-small text-ink-soft">{t(gap)}</span>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
