"use client";

import { FieldError } from "../ui/field.tsx";
import { useFormState } from "../forms/state-form.tsx";

/** What is wrong with the ticks as a whole: they are many boxes and one field. */
export function ScopesError() {
  const { fields } = useFormState();
  return fields.scopes ? <FieldError id="scopes">{fields.scopes}</FieldError> : null;
}
