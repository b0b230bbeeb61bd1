"use client";

import { FormCheckbox, FormInput, FormSelect, FormTextArea, useFormState } from "../forms/state-form.tsx";
import { ACCEPT } from "../ui/accept.ts";
import { FileField } from "./file-field.tsx";
import { getAdminTranslator } from "#components/messages/get-admin-translator.ts";

export type MaterialKind = "text" | "link" | "file";

export type MaterialFieldsProps = {
  /** Tells the forms of a page apart. */
  id: string;
  kind: MaterialKind;
  material?: MaterialDraft;
  /** The sections of the course, in their order. */
  sections: { value: string; label: string }[];
};

type MaterialDraft = {
  title: string;
  body: string;
  url: string;
  sectionId: string | null;
  publishOn: string | null;
  publishAfterDays: number | null;
  isPreview: boolean;
};

/** What a text to read, a link to follow or a file to fetch needs, each its own part. */
export function MaterialFieldsPart({ id, kind, material, sections }: MaterialFieldsProps) {
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
      <Place id={id} material={material} sections={sections} />
    </>
  );
}

/** Under which section it stands, and who sees it when. */
function Place({ id, material, sections }: Pick<MaterialFieldsProps, "id" | "material" | "sections">) {
  const t = getAdminTranslator();
  return (
    <>
      {sections.length > 0 && (
        <FormSelect
          id={`${id}-section`}
          name="sectionId"
          label={t("browser_admin.section_label")}
          options={[{ value: "", label: t("browser_admin.no_section_option") }, ...sections]}
          defaultValue={material?.sectionId ?? ""}
        />
      )}
      <div className="grid gap-3.5 sm:grid-cols-2">
        <FormInput
          id={`${id}-publish-on`}
          name="publishOn"
          type="date"
          label={t("browser_admin.publish_on_label")}
          hint={t("browser_admin.publish_on_hint")}
          defaultValue={material?.publishOn ?? ""}
          optional
        />
        <FormInput
          id={`${id}-publish-after`}
          name="publishAfterDays"
          label={t("browser_admin.publish_after_label")}
          hint={t("browser_admin.publish_after_hint")}
          inputMode="numeric"
          maxLength={12}
          defaultValue={String(material?.publishAfterDays ?? "")}
          optional
        />
      </div>
      <FormCheckbox
        id={`${id}-preview`}
        name="isPreview"
        label={t("browser_admin.is_preview_label")}
        defaultChecked={material?.isPreview ?? false}
      />
    </>
  );
}
