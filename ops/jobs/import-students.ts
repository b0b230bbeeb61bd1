import { inArray } from "drizzle-orm";
import { studentImports } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { listImportsAtWork } from "#domain/students/get-student-import.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, runtime, write } from "#runtime";
import { advanceStudentImport } from "../import/students/advance-student-import.ts";

const AS = { actor: createSystemActor("import-students") };

/** A turn ends in time for its lease; the next one goes on. */
const TURN_MS = 10 * SECOND_MS;

/** Whether a file of students is to be checked or taken. */
export async function hasImportAtWork(read: Reader): Promise<boolean> {
  const atWork = inArray(studentImports.state, ["checking", "running"]);
  return (await read.select({ id: studentImports.id }).from(studentImports).where(atWork).limit(1)).length > 0;
}

/** Goes on with the files of students that somebody has uploaded, the oldest first. */
export async function importStudents(): Promise<Said> {
  const { clock } = runtime();
  const end = clock().getTime() + TURN_MS;
  const hasTime = () => clock().getTime() < end;
  let count = 0;
  const work = {
    read: () => reading(AS.actor),
    write: <T>(verb: Parameters<typeof write<T>>[1]) => write(AS, verb),
    progress: (rows: number) => void (count += rows),
    hasTime,
  };
  for (const found of await listImportsAtWork(reading(AS.actor))) {
    if (!hasTime()) break;
    await advanceStudentImport(work, found);
  }
  return message("jobs.rows_imported", { count });
}
