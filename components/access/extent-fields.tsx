import { FormCheckbox, FormInput } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type ExtentFieldsProps = {
  /** Tells the forms of a page apart. */
  id: string;
  daysLabel: string;
  /** What both left empty means, where that may be. */
  hint?: string;
};

/** How far access goes: a number of days, or until a day. */
export function ExtentFields({ id, daysLabel, hint }: ExtentFieldsProps) {
  const t = getTranslator();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormInput
        id={`${id}-days`}
        name="days"
        label={daysLabel}
        inputMode="numeric"
        maxLength={12}
        hint={hint}
        optional
      />
      <FormInput id={`${id}-until`} name="until" type="date" label={t("access.until_label")} optional />
    </div>
  );
}

/** Whether the student gets a mail. */
export function NotifyField({ id }: { id: string }) {
  return (
    <FormCheckbox id={`${id}-notify`} name="notify" label={getTranslator()("access.notify_label")} defaultChecked />
  );
}
