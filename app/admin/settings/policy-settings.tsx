import { Panel } from "#components/admin/panel.tsx";
import { FormCheckbox, FormInput, FormTextArea } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** How the school deals with its students: limits, reminders, terms. */
export function PolicySettings({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_settings.policies_title")}>
      <div className="grid gap-5">
        <FormInput
          name="longHoldsMax"
          label={t("admin_settings.long_holds_max_label")}
          hint={t("admin_settings.long_holds_max_hint")}
          inputMode="numeric"
          maxLength={12}
          defaultValue={String(settings.longHoldsMax)}
          required
        />
        <FormInput
          name="refundApprovalAbove"
          label={t("endings.setting_approval_label", { currency: settings.currency })}
          hint={t("endings.setting_approval_hint")}
          inputMode="numeric"
          maxLength={15}
          defaultValue={settings.refundApprovalAbove === null ? "" : String(settings.refundApprovalAbove)}
          optional
        />
        <FormInput
          name="withdrawalDays"
          label={t("endings.setting_withdrawal_days_label")}
          hint={t("endings.setting_withdrawal_days_hint")}
          inputMode="numeric"
          maxLength={12}
          defaultValue={String(settings.withdrawalDays)}
          required
        />
        <FormCheckbox
          name="withdrawalExemptsDated"
          label={t("endings.setting_exempts_dated_label")}
          hint={t("endings.setting_exempts_dated_hint")}
          defaultChecked={settings.withdrawalExemptsDated}
        />
        <FormTextArea
          name="withdrawalNote"
          label={t("endings.setting_withdrawal_note_label")}
          hint={t("endings.setting_withdrawal_note_hint")}
          rows={3}
          maxLength={2_000}
          defaultValue={settings.withdrawalNote}
          optional
        />
        <FormInput
          name="openingsKeptMonths"
          label={t("admin_settings.openings_kept_months_label")}
          hint={t("admin_settings.openings_kept_months_hint")}
          inputMode="numeric"
          maxLength={12}
          defaultValue={String(settings.openingsKeptMonths)}
          required
        />
        <FormInput
          name="accessReminderDays"
          label={t("admin_settings.access_reminder_days_label")}
          hint={t("admin_settings.access_reminder_days_hint")}
          maxLength={100}
          defaultValue={settings.accessReminderDays}
          optional
        />
        <FormInput
          name="meetingReminderHours"
          label={t("admin_settings.meeting_reminder_hours_label")}
          hint={t("admin_settings.meeting_reminder_hours_hint")}
          maxLength={100}
          defaultValue={settings.meetingReminderHours}
          optional
        />
        <FormCheckbox
          name="completionMails"
          label={t("admin_settings.completion_mails_label")}
          hint={t("admin_settings.completion_mails_hint")}
          defaultChecked={settings.completionMails}
        />
        <FormCheckbox
          name="teachersAnswerTickets"
          label={t("admin_settings.teachers_answer_tickets_label")}
          hint={t("admin_settings.teachers_answer_tickets_hint")}
          defaultChecked={settings.teachersAnswerTickets}
        />
        <FormTextArea
          name="holidays"
          label={t("admin_settings.holidays_label")}
          hint={t("admin_settings.holidays_hint")}
          rows={4}
          maxLength={10_000}
          defaultValue={settings.holidays}
          optional
        />
        <FormTextArea
          name="refundPolicy"
          label={t("admin_settings.refund_policy_label")}
          hint={t("admin_settings.refund_policy_hint")}
          rows={2}
          maxLength={500}
          defaultValue={settings.refundPolicy}
          optional
        />
        <FormTextArea
          name="terms"
          label={t("admin_settings.terms_label")}
          hint={t("admin_settings.terms_hint")}
          rows={8}
          maxLength={50_000}
          defaultValue={settings.terms}
          optional
        />
      </div>
    </Panel>
  );
}
