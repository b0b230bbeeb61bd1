import type { Upload } from "#domain/files/keep-uploads.ts";

/** The file that was chosen in a field, if one was: an empty field arrives as a file without name and bytes. */
export function chosenFile(form: FormData, field: string): Upload | undefined {
  const sent = form.get(field);
  return sent instanceof File && (sent.name !== "" || sent.size > 0) && sent.size > 0 ? sent : undefined;
}
