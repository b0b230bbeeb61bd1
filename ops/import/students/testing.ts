import { count, eq } from "drizzle-orm";
import { auditLog, enrolments, outbox, studentImportRows, studentKeys, users } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { checkStudentImport } from "#domain/students/check-student-import.ts";
import { getStudentImport, listImportsAtWork } from "#domain/students/get-student-import.ts";
import { startStudentImport } from "#domain/students/start-student-import.ts";
import { type Message, sourceText } from "#messages/message.ts";
import { openTestSchool } from "#tests/support/school.ts";
import { advanceStudentImport } from "./advance-student-import.ts";
import { type FileOptions, openStudentFile } from "./open-student-file.ts";
import { uploadStudentFile } from "./upload-student-file.ts";

const SYSTEM = createSystemActor("import");

type LoadOptions = FileOptions & {
  name?: string;
  source?: string;
  welcome?: boolean;
  mapping?: string[];
  /** Only looks at what would happen. */
  isDry?: boolean;
};

/** A school into which files of students are loaded, as the command and the job do it. */
export async function openStudentImports() {
  const school = await openTestSchool();
  const read = () => school.reading(SYSTEM);

  async function advance(importId: string) {
    const found = (await listImportsAtWork(read())).find(({ id }) => id === importId);
    if (found) await advanceStudentImport({ read, write: school.asSystem }, found);
  }

  async function load(content: string | Uint8Array, options: LoadOptions = {}) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const { name = "people.csv", source, welcome = false, mapping, isDry = false } = options;
    const file = openStudentFile(bytes, options);
    const { importId } = await uploadStudentFile(school.asSystem, file, { name, source });
    await school.asSystem((ctx) => checkStudentImport(ctx, { importId, mapping }));
    await advance(importId);
    if (!isDry) {
      await school.asSystem((ctx) => startStudentImport(ctx, { importId, welcome }));
      await advance(importId);
    }
    const found = await getStudentImport(read(), importId);
    const rows = await school.database.read
      .select()
      .from(studentImportRows)
      .where(eq(studentImportRows.importId, importId))
      .orderBy(studentImportRows.place);
    return {
      importId,
      file,
      state: found?.state,
      counts: found?.counts,
      /** `2 rejected: why`, in the order of the file. */
      rows: rows.map(
        ({ line, outcome, notes }) =>
          `${line} ${outcome}${(notes ?? []).map((note) => `: ${sourceText(note as Message)}`).join("")}`,
      ),
    };
  }

  /** Everything that a second run must leave as it is, but for the import itself. */
  async function state() {
    const { read } = school.database;
    const log = await read.select({ action: auditLog.action }).from(auditLog);
    const [mails] = await read.select({ n: count() }).from(outbox);
    const [places] = await read.select({ n: count() }).from(enrolments);
    return {
      people: await read.select().from(users),
      keys: await read.select().from(studentKeys),
      audits: log.filter(({ action }) => action !== "student.import").length,
      mails: mails?.n,
      places: places?.n,
    };
  }

  return {
    school,
    load,
    state,
    read,
    advance,
    async personOf(email: string) {
      const [person] = await school.database.read.select().from(users).where(eq(users.email, email));
      return person;
    },
  };
}

export type StudentImports = Awaited<ReturnType<typeof openStudentImports>>;
