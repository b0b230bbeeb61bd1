import type { ImportRowView } from "#domain/students/get-student-import.ts";
import type { StudentImport } from "#domain/students/import-machine.ts";
import type { Said } from "#messages/message.ts";
import type { CsvColumn } from "../../csv.ts";

/**
 * The rows of a file that were not taken, by the names of the school's own file, whatever the file was: mended, they are uploaded
 * again. Where they come from and why they were not taken stands behind.
 */
export function listRejectColumns(
  { mapping, format, source }: Pick<StudentImport, "mapping" | "format" | "source">,
  say: (said: Said) => string,
): CsvColumn<ImportRowView>[] {
  const mapped = mapping.flatMap((field, at) => (field === "" ? [] : [{ field, at }]));
  // Keys mean somebody at the source that they are from.
  const namesSource = mapping.includes("key") && !mapping.includes("source") && source !== "matricula";
  return [
    ...mapped.map(({ field, at }) => ({ header: field, cell: ({ cells }: ImportRowView) => cells?.[at] ?? "" })),
    ...(namesSource ? [{ header: "source", cell: () => source }] : []),
    ...(format === "oneroster" ? [{ header: "file", cell: ({ file }: ImportRowView) => file }] : []),
    { header: "line", cell: ({ line }) => line },
    { header: "problem", cell: ({ notes }) => notes.map(say).join("; ") },
  ];
}
