import type { STUDENT_FILE_FORMATS } from "#db/enums.ts";
import { plainName } from "../table-header.ts";

export type StudentFormat = (typeof STUDENT_FILE_FORMATS)[number];

/** What a column of a file of students can hold; a mapping names one for each column, and nothing for one that is not read. */
export const STUDENT_FIELDS = [
  "email",
  "name",
  "first_name",
  "last_name",
  "language",
  "timezone",
  "note",
  "id",
  "source",
  "key",
  "former_key",
  "suspended",
  "enabled",
  "deleted",
  "status",
  "role",
] as const;

/** What a file says of a place in a course, numbered: `course1`, `status1`, `days1`, `role1`. */
export const PLACE_FIELDS = ["course", "status", "days", "role"] as const;
/** Somebody is in fewer courses at once. */
export const PLACES_MAX = 100;

const PLACE_COLUMN = /^(course|status|days|role)([1-9]\d{0,2})$/;

export function isFieldName(field: string): boolean {
  const [, , number] = PLACE_COLUMN.exec(field) ?? [];
  if (number !== undefined) return Number(number) <= PLACES_MAX;
  return field === "" || (STUDENT_FIELDS as readonly string[]).includes(field);
}

/** The names by which people call a column, in the languages of this country's offices. */
const NAMES: Record<(typeof STUDENT_FIELDS)[number], readonly string[]> = {
  email: [
    "email",
    "e_mail",
    "mail",
    "email_address",
    "address",
    "e_mail_adresse",
    "mailadresse",
    "adresse",
    "courriel",
  ],
  name: ["name", "full_name", "person", "student", "vollständiger_name", "vor_und_nachname", "nom_complet"],
  first_name: ["first_name", "firstname", "given_name", "givenname", "vorname", "prénom", "prenom"],
  last_name: ["last_name", "lastname", "surname", "family_name", "familyname", "nachname", "familienname", "nom"],
  language: ["language", "lang", "sprache", "langue"],
  timezone: ["timezone", "time_zone", "zeitzone"],
  note: ["note", "notes", "office_note", "notiz", "bemerkung", "remarque"],
  id: ["id"],
  source: ["source", "quelle"],
  key: [
    "key",
    "username",
    "sourcedid",
    "sourced_id",
    "student_number",
    "idnumber",
    "benutzername",
    "personennummer",
    "kundennummer",
    "mitgliedernummer",
  ],
  former_key: ["former_key", "oldusername"],
  suspended: ["suspended", "disabled", "gesperrt"],
  enabled: ["enabled", "enableduser", "enabled_user", "aktiv"],
  deleted: ["deleted", "gelöscht"],
  status: ["status"],
  role: ["role", "rolle"],
};

const FIELD_OF = new Map(
  Object.entries(NAMES).flatMap(([field, names]) => names.map((name) => [plainName(name), field] as const)),
);

/** Moodle's numbered columns. A `type` is the role by number, a `cohort` and a `group` are nothing here. */
const MOODLE_PLACE: readonly [pattern: RegExp, field: (typeof PLACE_FIELDS)[number]][] = [
  [/^course([1-9]\d*)$/, "course"],
  [/^enrolstatus([1-9]\d*)$/, "status"],
  [/^enrolperiod([1-9]\d*)$/, "days"],
  [/^(?:role|type)([1-9]\d*)$/, "role"],
];

const OWN_PLACE: typeof MOODLE_PLACE = [
  [/^(?:course|cohort|kurs|durchführung|cours)_?([1-9]\d*)?$/, "course"],
  [/^(?:kurs)?status_?([1-9]\d*)$/, "status"],
  [/^(?:days|tage|zugangstage|jours)_?([1-9]\d*)?$/, "days"],
  [/^(?:role|rolle|rôle)_?([1-9]\d*)$/, "role"],
];

/** Columns of which a file is known. */
export function guessFormat(header: readonly string[]): StudentFormat {
  const names = new Set(header.map(plainName));
  const hasAny = (...wanted: string[]) => wanted.some((name) => names.has(name));
  if (names.has("sourcedid") && hasAny("givenname", "familyname")) return "oneroster";
  if (names.has("username") && hasAny("firstname", "lastname", "deleted", "suspended", "oldusername", "course1"))
    return "moodle";
  return "matricula";
}

/** What each column of a header most likely holds. A field is given once: to the first column that is called so. */
export function guessMapping(header: readonly string[], format: StudentFormat): string[] {
  const given = new Set<string>();
  return header.map((name) => {
    const field = guessField(plainName(name), format);
    if (field === "" || given.has(field)) return "";
    given.add(field);
    return field;
  });
}

function guessField(name: string, format: StudentFormat): string {
  // The right to do everything may hide in it: read, so that the row is refused.
  if (format === "moodle" && /^sysrole[1-9]\d*$/.test(name)) return "role";
  for (const [pattern, field] of format === "moodle" ? MOODLE_PLACE : OWN_PLACE) {
    const found = pattern.exec(name);
    // A file with one course need not number it.
    const number = found && (found[1] ?? "1");
    if (number !== null && Number(number) <= PLACES_MAX) return `${field}${number}`;
  }
  return FIELD_OF.get(name) ?? "";
}
