import { atMost, index, integer, json, oneOf, primaryKey, table, text, timestamp, bool } from "../columns.ts";
import { ROW_OUTCOMES, STUDENT_FILE_FORMATS, STUDENT_IMPORT_STATES } from "../enums.ts";
import { users } from "./accounts.ts";

/**
 * A student's name at a source: a school's other system, whose files come again and again. `said` is what it last said of them: what it
 * says again changes nothing, so that what was mended here since stays.
 */
export const studentKeys = table(
  "student_keys",
  {
    source: text().notNull(),
    key: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    said: json<Record<string, unknown>>().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.key] }),
    index("student_keys_by_user").on(t.userId),
    atMost("student_keys_source_length", t.source, 40),
    atMost("student_keys_key_length", t.key, 300),
  ],
);

/** A file of students, from its upload to its end. */
export const studentImports = table(
  "student_imports",
  {
    id: text().primaryKey(),
    state: text(STUDENT_IMPORT_STATES).notNull(),
    fileName: text().notNull(),
    format: text(STUDENT_FILE_FORMATS).notNull(),
    source: text().notNull(),
    encoding: text().notNull(),
    /** What stands between the cells; empty for an archive. */
    delimiter: text().notNull(),
    header: json<string[]>().notNull(),
    /** What each column holds, by its place; empty for one that is not read. */
    mapping: json<string[]>().notNull(),
    /** Whether those who get an account are mailed a link for choosing a password. */
    welcome: bool().notNull().default(false),
    rowCount: integer().notNull(),
    createdAt: timestamp().notNull(),
    createdBy: text().references(() => users.id),
    finishedAt: timestamp(),
  },
  (t) => [
    index("student_imports_by_state").on(t.state, t.id),
    index("student_imports_by_created").on(t.createdAt, t.id),
    oneOf("student_imports_state", t.state, STUDENT_IMPORT_STATES),
    oneOf("student_imports_format", t.format, STUDENT_FILE_FORMATS),
    atMost("student_imports_file_name_length", t.fileName, 255),
  ],
);

/** A row of such a file. What was read of people goes with the import. */
export const studentImportRows = table(
  "student_import_rows",
  {
    importId: text()
      .notNull()
      .references(() => studentImports.id),
    /** Counts the rows of the import from 1. */
    place: integer().notNull(),
    /** Of an archive, the file in it. */
    file: text().notNull().default(""),
    line: integer().notNull(),
    /** None where the line could not be read as a row. */
    cells: json<string[]>(),
    /** What happens, or has happened, with the row; none until it is checked. */
    outcome: text(ROW_OUTCOMES),
    /** What is done, in words to come (a message each); why not, where the row is not taken. */
    notes: json<unknown[]>(),
    doneAt: timestamp(),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.place] }),
    index("student_import_rows_by_outcome").on(t.importId, t.outcome, t.place),
    oneOf("student_import_rows_outcome", t.outcome, ROW_OUTCOMES),
  ],
);
