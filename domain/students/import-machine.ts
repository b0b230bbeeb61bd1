import { studentImports } from "#db/schema/index.ts";
import type { STUDENT_IMPORT_STATES } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export type StudentImport = typeof studentImports.$inferSelect;
export type StudentImportState = (typeof STUDENT_IMPORT_STATES)[number];

/** A file may be checked again with other columns until its rows are taken. */
export const studentImportMachine: Machine<StudentImportState, StudentImport> = {
  object: "student_import",
  table: studentImports,
  moves: {
    uploaded: ["checking"],
    checking: ["checked"],
    checked: ["checking", "running"],
    running: ["done"],
    done: [],
  },
};
