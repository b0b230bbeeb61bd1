"use client";

import { useFormState } from "../forms/state-form.tsx";
import { ACCEPT } from "../ui/accept.ts";
import { FileField } from "./file-field.tsx";
import { getAdminTranslator } from "#components/messages/get-admin-translator.ts";

/** A picture that everybody may see. What is wrong with the one that was sent stands beside it. */
export function PictureField({ name, label }: { name: string; label: string }) {
  const t = getAdminTranslator();
  const { fields } = useFormState();
  return (
    <FileField
      name={name}
      label={label}
      accept={ACCEPT.picture}
      hint={t("browser_admin.png_jpeg_webp_or_gif_up_to_10_mb_hint")}
      error={fields[name]}
      optional
    />
  );
}
