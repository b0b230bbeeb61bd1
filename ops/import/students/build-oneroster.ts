import type { StudentFileRow } from "#domain/students/list-student-rows.ts";
import { type CsvCell, csvLine } from "../../csv.ts";
import { buildArchive } from "./build-archive.ts";
import { splitName } from "./export-columns.ts";

const SCHOOL = "school";
const TERM = "always";

/** The columns of each file that OneRoster 1.1 wants in an archive, in its order. */
const COLUMNS = {
  orgs: "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
  academicSessions: "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
  courses:
    "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
  classes:
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
  users:
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
  enrollments:
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
} as const;
type FileName = keyof typeof COLUMNS;

/**
 * Students and their places as an archive of OneRoster 1.1: importing it again changes nothing. A place that is suspended has no word
 * there and is left out.
 */
export async function buildOneRoster(
  batches: AsyncIterable<readonly StudentFileRow[]>,
  { school, year }: { school: string; year: number },
): Promise<Uint8Array> {
  const lines = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, columns]) => [name, [`${columns}\r\n`]]),
  ) as Record<FileName, string[]>;
  const add = (file: FileName, cells: Record<string, CsvCell>) =>
    lines[file].push(csvLine(COLUMNS[file].split(",").map((column) => cells[column])));
  add("orgs", { sourcedId: SCHOOL, name: school, type: "school" });
  const dates = { startDate: `${year}-01-01`, endDate: `${year}-12-31`, schoolYear: year };
  add("academicSessions", { sourcedId: TERM, title: String(year), type: "schoolYear", ...dates });
  const classes = new Set<string>();
  for await (const batch of batches) {
    for (const student of batch) {
      addStudent(add, student);
      for (const { cohortId, state, course, cohort } of student.places) {
        if (state !== "active") continue;
        if (!classes.has(cohortId)) addClass(add, { cohortId, course, cohort });
        classes.add(cohortId);
        const sourcedId = `${student.id}-${cohortId}`;
        const place = { classSourcedId: cohortId, schoolSourcedId: SCHOOL, userSourcedId: student.id, role: "student" };
        add("enrollments", { sourcedId, ...place });
      }
    }
  }
  const manifest = ["propertyName,value", "manifest.version,1.0", "oneroster.version,1.1"];
  manifest.push(...Object.keys(COLUMNS).map((name) => `file.${name},bulk`));
  const files = new Map([["manifest.csv", encode(`${manifest.join("\r\n")}\r\n`)]]);
  for (const [name, text] of Object.entries(lines)) files.set(`${name}.csv`, encode(text.join("")));
  return buildArchive(files);
}

type Add = (file: FileName, cells: Record<string, CsvCell>) => void;

function addStudent(add: Add, { id, email, name, disabledAt }: StudentFileRow): void {
  const { first, last } = splitName(name);
  add("users", {
    ...{ sourcedId: id, enabledUser: String(disabledAt === null), orgSourcedIds: SCHOOL, role: "student" },
    ...{ username: email, givenName: first, familyName: last, email },
  });
}

function addClass(add: Add, { cohortId, course, cohort }: { cohortId: string; course: string; cohort: string }): void {
  add("courses", { sourcedId: `course-${cohortId}`, title: course, orgSourcedId: SCHOOL });
  add("classes", {
    ...{ sourcedId: cohortId, title: `${course}, ${cohort}`, courseSourcedId: `course-${cohortId}` },
    ...{ classType: "scheduled", schoolSourcedId: SCHOOL, termSourcedIds: TERM },
  });
}

const encode = (text: string) => new TextEncoder().encode(text);
