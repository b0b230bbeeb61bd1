"use client";

import { FormInput, FormTextArea, useFormState } from "../forms/state-form.tsx";
import { ACCEPT } from "../ui/accept.ts";
import { FileField } from "./file-field.tsx";
import { getAdminTranslator } from "#components/messages/get-admin-translator.ts";

export type MaterialKind = "text" | "link" | "file";

export type MaterialFieldsProps = {
  /** Tells the forms of a page apart. */
  id: string;
  kind: MaterialKind;
  material?: { title: string; body: string; url: string };
};

/** What a text to read, a link to follow or a file to fetch needs, each its own part. */
export function MaterialFieldsPart({ id, kind, material }: MaterialFieldsProps) {
  const t = getAdminTranslator();
  const { fields } = useFormState();
  return (
    <>
      <FormInput
        id={`${id}-title`}
        name="title"
        label={t("browser_admin.title_label")}
        maxLength={300}
        defaultValue={material?.title}
        required
      />
      {kind === "text" && (
        <FormTextArea
          id={`${id}-body`}
          name="body"
          label={t("browser_admin.text_label")}
          hint={t("browser_admin.markdown_hint")}
          rows={8}
          maxLength={100_000}
          defaultValue={material?.body}
          required
        />
      )}
      {kind === "link" && (
        <FormInput
          id={`${id}-url`}
          name="url"
          label={t("browser_admin.where_it_leads_label")}
          type="url"
          maxLength={2000}
          defaultValue={material?.url}
          required
        />
      )}
      {kind === "file" && (
        <FileField
          id={`${id}-file`}
          name="file"
          accept={ACCEPT.material}
          label={material ? t("browser_admin.another_file_label") : t("browser_admin.file_label")}
          hint={t("browser_admin.a_picture_pdf_text_office_document_video_hint")}
          error={fields.file}
          optional={material !== undefined}
        />
      )}
    </>
  );
}
