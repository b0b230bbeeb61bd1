import { readEmail } from "#domain/kernel/email-address.ts";
import { message, type Message } from "#messages/message.ts";
import { decodeFile, UnreadableFileError } from "../decode-file.ts";
import { plainName, readHeaderCells } from "../table-header.ts";
import { PLACES_MAX } from "./student-fields.ts";
import { readLines } from "./read-lines.ts";

/** The files of a OneRoster archive that say something of students, 1.1 and 1.2. */
export const ONEROSTER_FILES: readonly string[] = ["users.csv", "roles.csv", "enrollments.csv"];

type Row = Readonly<Record<string, string>>;
type Found = { line: number; row: Row };
type Problem = { file: string; line: number; problem: Message };
export type FlatRow = { file: string; line: number } & ({ cells: string[] } | { problem: Message });

/** What stands in front of the columns of places, of which there are as many as the busiest student has. */
const PERSON = ["key", "status", "enabled", "role", "email", "first_name", "last_name"] as const;

/**
 * One table of a OneRoster archive's files: a row a person, with their places. In 1.2 the roles stand in a file of their own. Places of
 * people whom the archive does not hold again, as in one that has only what changed, come as rows by their key.
 */
export function flattenOneRoster(files: ReadonlyMap<string, Uint8Array>): { header: string[]; rows: FlatRow[] } {
  const problems: Problem[] = [];
  const [people, roles, enrolments] = ONEROSTER_FILES.map((name) => [...readFile(files, name, problems)]);
  const rolesOf = Map.groupBy(roles ?? [], ({ row }) => row.usersourcedid ?? "");
  const placesOf = Map.groupBy(
    (enrolments ?? []).filter(({ row }) => row.role?.toLowerCase() === "student"),
    ({ row }) => row.usersourcedid ?? "",
  );
  const rows: FlatRow[] = problems;
  let placesMax = 0;
  const add = (file: string, line: number, person: string[], places: readonly Found[]) => {
    placesMax = Math.max(placesMax, Math.min(places.length, PLACES_MAX));
    if (places.length > PLACES_MAX)
      rows.push({ file, line, problem: message("student_imports.places_max", { max: PLACES_MAX }) });
    else rows.push({ file, line, cells: [...person, ...places.flatMap(({ row }) => placeCells(row))] });
  };
  for (const { line, row } of people ?? []) {
    const key = row.sourcedid ?? "";
    add("users.csv", line, personCells(row, rolesOf.get(key)), placesOf.get(key) ?? []);
    placesOf.delete(key);
  }
  for (const [key, places] of placesOf) {
    const [first] = places;
    add("enrollments.csv", first?.line ?? 1, [key, "", "", "student", "", "", ""], places);
  }
  const columns = Array.from({ length: placesMax }, (_, at) => [`course${at + 1}`, `status${at + 1}`]);
  const header = [...PERSON, ...columns.flat()];
  for (const row of rows) if ("cells" in row) while (row.cells.length < header.length) row.cells.push("");
  return { header, rows };
}

function personCells(row: Row, roles: readonly Found[] | undefined): string[] {
  const live = (roles ?? []).map((each) => each.row).filter(({ status }) => status?.toLowerCase() !== "tobedeleted");
  const role = row.role || (live.find((each) => each.role?.toLowerCase() === "student") ?? live[0])?.role;
  const username = readEmail(row.username ?? "");
  const email = row.email || ("email" in username ? username.email : "");
  const { sourcedid = "", status = "", enableduser = "", givenname = "", familyname = "" } = row;
  return [sourcedid, status, enableduser, role || "?", email, givenname, familyname];
}

function placeCells({ classsourcedid = "", status = "" }: Row): string[] {
  return [classsourcedid, status.toLowerCase() === "tobedeleted" ? "ended" : "active"];
}

function* readFile(files: ReadonlyMap<string, Uint8Array>, name: string, problems: Problem[]): Generator<Found> {
  const bytes = files.get(name);
  if (!bytes) return;
  // The standard says UTF-8 and commas; a file that is read otherwise says so itself.
  const { text } = decodeFile(bytes);
  const header = readHeaderCells(text, 1, ",").map((column) => plainName(column).replaceAll("_", ""));
  if (!header.includes(name === "users.csv" ? "sourcedid" : "usersourcedid")) {
    throw new UnreadableFileError(message("student_imports.file_of_archive_unknown", { name }));
  }
  for (const read of readLines(text, { delimiter: ",", width: header.length, firstLine: 2 })) {
    const { line } = read;
    if ("problem" in read) problems.push({ file: name, line, problem: read.problem });
    else yield { line, row: Object.fromEntries(header.map((column, at) => [column, (read.cells[at] ?? "").trim()])) };
  }
}
