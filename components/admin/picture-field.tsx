"use client";

import { useFormState } from "../forms/state-form.tsx";
import { ACCEPT } from "../ui/accept.ts";
import { FileField } from "./file-field.tsx";

/** A picture that everybody may see. What is wrong with the one that was sent stands beside it. */
export function PictureField({ name, label }: { name: string; label: string }) {
  const { fields } = useFormState();
  return (
    <FileField
      name={name}
      label={label}
      accept={ACCEPT.picture}
      hint="PNG, JPEG, WebP or GIF, up to 10 MB. Everybody can see it."
      error={fields[name]}
      optional
    />
  );
}
