import { listChosenFiles, type Upload } from "#domain/files/uploads.ts";

/** The file that was chosen in a field, if one was. */
export function getChosenFile(form: FormData, field: string): Upload | undefined {
  return listChosenFiles([form.get(field)])[0];
}
