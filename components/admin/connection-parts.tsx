import { FormInput } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

/** That something is set where the browser cannot change it. */
export function SetElsewhere() {
  return <p className="mb-3 text-small text-ink-soft">{getTranslator()("admin_connections.set_in_environment")}</p>;
}

/** A secret is typed and never shown again: left empty, the one that is kept stays. */
export function SecretField({
  name,
  label,
  hint,
  isSet,
}: {
  name: string;
  label: string;
  hint?: string;
  isSet: boolean;
}) {
  const t = getTranslator();
  const kept = isSet ? t("admin_connections.secret_is_set") : undefined;
  const hints = [hint, kept].filter((each) => each !== undefined).join(" ");
  return (
    <FormInput
      name={name}
      label={label}
      {...(hints !== "" && { hint: hints })}
      type="password"
      autoComplete="off"
      maxLength={1_000}
      optional
    />
  );
}
