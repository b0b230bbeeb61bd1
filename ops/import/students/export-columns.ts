import type { StudentFileRow } from "#domain/students/list-student-rows.ts";
import type { CsvColumn } from "../../csv.ts";
import { PLACES_MAX } from "./student-fields.ts";

type Column = CsvColumn<StudentFileRow>;

const placesUpTo = (count: number) => Array.from({ length: Math.min(count, PLACES_MAX) }, (_, at) => at);
const yesNo = (is: boolean) => (is ? "yes" : "no");

/** Students as Matricula's own file: importing it again changes nothing. `placeCount`: how many places the busiest of them has. */
export function listOwnColumns(placeCount: number): Column[] {
  return [
    { header: "id", cell: ({ id }) => id },
    { header: "email", cell: ({ email }) => email },
    { header: "name", cell: ({ name }) => name },
    { header: "language", cell: ({ language }) => language },
    { header: "timezone", cell: ({ timezone }) => timezone },
    { header: "note", cell: ({ officeNote }) => officeNote },
    { header: "suspended", cell: ({ disabledAt }) => yesNo(disabledAt !== null) },
    ...placesUpTo(placeCount).flatMap((at): Column[] => [
      { header: `course${at + 1}`, cell: ({ places }) => places[at]?.cohortId },
      { header: `status${at + 1}`, cell: ({ places }) => places[at]?.state },
    ]),
  ];
}

/** The same as Moodle reads it. Its users have two names, and are called by their id here. */
export function listMoodleColumns(placeCount: number): Column[] {
  return [
    { header: "username", cell: ({ id }) => id },
    { header: "firstname", cell: ({ name }) => splitName(name).first },
    { header: "lastname", cell: ({ name }) => splitName(name).last },
    { header: "email", cell: ({ email }) => email },
    { header: "lang", cell: ({ language }) => language?.toLowerCase().replaceAll("-", "_") },
    { header: "timezone", cell: ({ timezone }) => timezone },
    { header: "suspended", cell: ({ disabledAt }) => (disabledAt === null ? 0 : 1) },
    ...placesUpTo(placeCount).flatMap((at): Column[] => [
      { header: `course${at + 1}`, cell: ({ places }) => places[at]?.cohortId },
      { header: `role${at + 1}`, cell: ({ places }) => places[at] && "student" },
      { header: `enrolstatus${at + 1}`, cell: ({ places }) => places[at] && (places[at].state === "active" ? 0 : 1) },
    ]),
  ];
}

/** The last word is the family's, where nobody says otherwise; together they are the name again. */
export function splitName(name: string): { first: string; last: string } {
  const at = name.lastIndexOf(" ");
  return at < 0 ? { first: name, last: "" } : { first: name.slice(0, at), last: name.slice(at + 1) };
}
