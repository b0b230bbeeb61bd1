"use client";

import { useState } from "react";
import { useFormState } from "#components/forms/state-form.tsx";
import { ACCEPT } from "#components/ui/accept.ts";
import { Field } from "#components/ui/field.tsx";
import { formatFileSize } from "#components/ui/file-size.ts";

type Chosen = { name: string; size: number };

export type AttachmentFieldProps = { id?: string; filesMax: number; megabytesMax: number };

/**
 * Chooses files to go with a message. The browser's own control, which works without a script; with one, it lists what was
 * chosen and how large it is, and says before sending what is too large.
 */
export function AttachmentField({ id = "field-attachments", filesMax, megabytesMax }: AttachmentFieldProps) {
  const { fields, status } = useFormState();
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const bytesMax = megabytesMax * 1_000_000;
  const tooLarge = chosen.find(({ size }) => size > bytesMax);
  const empty = chosen.find(({ size }) => size === 0);
  const photo = chosen.find(({ name }) => /\.hei[cf]$/i.test(name));
  const complaint = photo
    ? `${photo.name} is a photo in HEIC, which many computers cannot show. Send it as JPEG: in Photos choose Share, Options, Most Compatible.`
    : tooLarge
      ? `${tooLarge.name} is too large: at most ${megabytesMax} MB can be sent.`
      : empty
        ? `${empty.name} is empty: it holds nothing.`
        : chosen.length > filesMax
          ? `At most ${filesMax} files go with one message.`
          : undefined;
  const again = status === "refused" && chosen.length === 0 ? " Files have to be chosen again." : "";
  return (
    <Field
      id={id}
      label="Files"
      optional
      hint={`Up to ${filesMax}, ${megabytesMax} MB each: pictures (JPEG, PNG), PDF, texts, office documents.${again}`}
      error={complaint ?? fields.attachments}
    >
      {(control) => (
        <>
          <input
            {...control}
            type="file"
            name="attachments"
            accept={ACCEPT.attachment}
            multiple
            onChange={(event) => setChosen([...(event.target.files ?? [])].map(({ name, size }) => ({ name, size })))}
            className="block w-full min-w-0 text-small text-ink-soft file:mr-3 file:min-h-[34px] file:rounded-sm file:border file:border-solid file:border-rule-strong file:bg-transparent file:px-3 file:text-small file:font-[560] file:text-ink hover:file:bg-sunken"
          />
          {chosen.length > 0 && (
            <ul aria-label="Chosen files" className="mt-2 grid grid-cols-1 gap-1 text-small text-ink-soft">
              {chosen.map(({ name, size }, place) => (
                <li key={`${place} ${name}`} className="flex gap-3">
                  <span className="min-w-0 truncate" title={name}>
                    {name}
                  </span>
                  <span className="num flex-none text-ink-faint">{formatFileSize(size)}</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Field>
  );
}

/** The same, folded away until files are wanted; what is wrong with one that was sent is never folded away. */
export function FoldedAttachments(props: AttachmentFieldProps) {
  const { fields } = useFormState();
  return (
    <details open={fields.attachments !== undefined || undefined}>
      <summary className="text-small text-ink-soft hover:text-ink">Attach files</summary>
      <div className="mt-2">
        <AttachmentField {...props} />
      </div>
    </details>
  );
}
