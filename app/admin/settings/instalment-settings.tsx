import { Panel } from "#components/admin/panel.tsx";
import { FormCheckbox, FormInput } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** How the school deals with what is paid in parts, and with what is late. */
export function InstalmentSettings({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <Panel title={t("instalments.settings_title")}>
      <div className="grid gap-5">
        <FormCheckbox
          name="plansEndWithCourse"
          label={t("instalments.plans_end_with_course_label")}
          hint={t("instalments.plans_end_with_course_hint")}
          defaultChecked={settings.plansEndWithCourse}
        />
        <FormInput
          name="paymentReminderDays"
          label={t("instalments.reminder_days_label")}
          hint={t("instalments.reminder_days_hint")}
          maxLength={100}
          defaultValue={settings.paymentReminderDays}
          optional
        />
        <FormInput
          name="lateReminders"
          label={t("instalments.late_reminders_label")}
          hint={t("instalments.late_reminders_hint", { currency: settings.currency })}
          maxLength={200}
          defaultValue={settings.lateReminders}
          optional
        />
        <FormInput
          name="paymentGraceDays"
          label={t("instalments.grace_days_label")}
          hint={t("instalments.grace_days_hint")}
          inputMode="numeric"
          maxLength={12}
          defaultValue={settings.paymentGraceDays === null ? "" : String(settings.paymentGraceDays)}
          optional
        />
      </div>
    </Panel>
  );
}
