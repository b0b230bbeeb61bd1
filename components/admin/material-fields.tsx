"use client";

import { FormInput, FormTextArea, useFormState } from "../forms/state-form.tsx";
import { ACCEPT } from "../ui/accept.ts";
import { FileField } from "./file-field.tsx";

export type MaterialKind = "text" | "link" | "file";

export type MaterialFieldsProps = {
  /** Tells the forms of a page apart. */
  id: string;
  kind: MaterialKind;
  material?: { title: string; body: string; url: string };
};

/** What a text to read, a link to follow or a file to fetch needs, each its own part. */
export function MaterialFieldsPart({ id, kind, material }: MaterialFieldsProps) {
  const { fields } = useFormState();
  return (
    <>
      <FormInput
        id={`${id}-title`}
        name="title"
        label="Title"
        maxLength={300}
        defaultValue={material?.title}
        required
      />
      {kind === "text" && (
        <FormTextArea
          id={`${id}-body`}
          name="body"
          label="Text"
          hint="Markdown."
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
          label="Where it leads"
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
          label={material ? "Another file" : "File"}
          hint="A picture, PDF, text, office document, video (MP4, WebM) or recording, up to 50 MB."
          error={fields.file}
          optional={material !== undefined}
        />
      )}
    </>
  );
}
