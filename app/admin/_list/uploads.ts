import { chosenFiles, type Upload } from "#domain/files/keep-uploads.ts";

/** The file that was chosen in a field, if one was. */
export function chosenFile(form: FormData, field: string): Upload | undefined {
  return chosenFiles([form.get(field)])[0];
}
