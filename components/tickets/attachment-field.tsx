"use client";

import { useState } from "react";
import { useFormState } from "#components/forms/state-form.tsx";
import { ACCEPT } from "#components/ui/accept.ts";
import { Field } from "#components/ui/field.tsx";
import { formatFileSize } from "#components/ui/file-size.ts";
import { getTicketsTranslator } from "#components/messages/get-tickets-translator.ts";

type Chosen = { name: string; size: number };

export type AttachmentFieldProps = { id?: string; filesMax: number; megabytesMax: number };

/**
 * Chooses files to go with a message. The browser's own control, which works without a script; with one, it lists what was
 * chosen and how large it is, and says before sending what is too large.
 */
export function AttachmentField({ id = "field-attachments", filesMax, megabytesMax }: AttachmentFieldProps) {
  const t = getTicketsTranslator();
  const { fields, status } = useFormState();
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const bytesMax = megabytesMax * 1_000_000;
  const tooLarge = chosen.find(({ size }) => size > bytesMax);
  const empty = chosen.find(({ size }) => size === 0);
  const photo = chosen.find(({ name }) => /\.hei[cf]$/i.test(name));
  const complaint = photo
    ? t("browser_tickets.attachment_is_heic", { name: photo.name })
    : tooLarge
      ? t("browser_tickets.attachment_is_too_large", { name: tooLarge.name, megabytesMax })
      : empty
        ? t("browser_tickets.attachment_is_empty", { name: empty.name })
        : chosen.length > filesMax
          ? t("browser_tickets.at_most_files_go_with_one_message", { filesMax })
          : undefined;
  const isToBeChosenAgain = status === "refused" && chosen.length === 0;
  return (
    <Field
      id={id}
      label={t("browser_tickets.files_label")}
      optional
      hint={t(isToBeChosenAgain ? "browser_tickets.attachments_again_hint" : "browser_tickets.attachments_hint", {
        filesMax,
        megabytesMax,
      })}
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
            className="block w-full min-w-0 text-small text-ink-soft file:me-3 file:min-h-[34px] file:rounded-sm file:border file:border-solid file:border-rule-strong file:bg-transparent file:px-3 file:text-small file:font-[560] file:text-ink hover:file:bg-sunken"
          />
          {chosen.length > 0 && (
            <ul
              aria-label={t("browser_tickets.chosen_files_label")}
              className="mt-2 grid grid-cols-1 gap-1 text-small text-ink-soft"
            >
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
  const t = getTicketsTranslator();
  const { fields } = useFormState();
  return (
    <details open={fields.attachments !== undefined || undefined}>
      <summary className="text-small text-ink-soft hover:text-ink">{t("browser_tickets.attach_files")}</summary>
      <div className="mt-2">
        <AttachmentField {...props} />
      </div>
    </details>
  );
}
