"use client";

import { formatLocalTime, getAmbiguousOffset, type Resolved, resolveLocalTime } from "#domain/kernel/local-time.ts";
import { TextInput } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import { useFormState } from "./state-form.tsx";
import { getAdminTranslator } from "#components/messages/get-admin-translator.ts";

export type FormLocalTimeProps = {
  id?: string;
  name: string;
  label: string;
  hint?: string;
  /** The zone whose wall clock the field shows. A field `timezone` of the same form that was refused goes before it. */
  timezone: string;
  instant: Date | null | undefined;
  required?: boolean;
  optional?: boolean;
};

/**
 * A moment on the wall clock of a place. It sends what it showed along, so that what nobody edited does not move; and where the
 * clock shows the time twice it asks which of the two is meant.
 */
export function FormLocalTime({ id, name, label, hint, timezone, instant, ...input }: FormLocalTimeProps) {
  const t = getAdminTranslator();
  const { fields, values } = useFormState();
  const typed = values[name] ?? (instant ? formatLocalTime(instant, timezone) : "");
  const resolved = resolvedIn(typed, values.timezone ?? timezone);
  const offset = values[`${name}Offset`] ?? (instant ? getAmbiguousOffset(instant, timezone) : undefined);
  const ownId = id ?? `field-${name}`;
  return (
    // One column that may be narrower than the browser would make a date: otherwise the field runs into its neighbour.
    <div className="grid min-w-0 grid-cols-1 content-start gap-2">
      <TextInput
        {...input}
        id={ownId}
        name={name}
        label={label}
        hint={hint}
        error={fields[name]}
        type="datetime-local"
        // A browser refuses seconds in a field that counts in minutes.
        step={typed.length > 16 ? 1 : undefined}
        defaultValue={typed}
      />
      {resolved?.kind === "twice" && (
        <Select
          id={`${ownId}-offset`}
          name={`${name}Offset`}
          label={t("browser_admin.which_of_the_two_label", { label })}
          options={[
            {
              value: resolved.first.offset,
              label: t("browser_admin.before_the_clocks_go_back_label", { offset: resolved.first.offset }),
            },
            {
              value: resolved.second.offset,
              label: t("browser_admin.after_the_clocks_have_gone_back_label", { offset: resolved.second.offset }),
            },
          ]}
          placeholder={t("browser_admin.choose_placeholder")}
          defaultValue={offset ?? ""}
        />
      )}
      {instant && <input type="hidden" name={`${name}Was`} value={instant.toISOString()} />}
    </div>
  );
}

function resolvedIn(typed: string, zone: string): Resolved | undefined {
  try {
    return typed === "" ? undefined : resolveLocalTime(typed, zone);
  } catch {
    // The zone itself was refused, which its own field says.
    return undefined;
  }
}
