import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { FILES_BYTES_MAX, Upload } from "#domain/api/parts.ts";
import { loadStudentImportView, StudentImport } from "#domain/api/student-imports.ts";
import { checkStudentImport } from "#domain/students/check-student-import.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize } from "#domain/policy.ts";
import { message } from "#messages/message.ts";
import { explainUnreadable } from "#ops/import/students/explain-unreadable.ts";
import { openStudentFile } from "#ops/import/students/open-student-file.ts";
import { readMapping } from "#ops/import/students/read-mapping.ts";
import { uploadStudentFile } from "#ops/import/students/upload-student-file.ts";
import { reading } from "#runtime";
import { limitUploads } from "#services/files/limit-uploads.ts";

/** They come in one write, which must not hold up the school. Larger files are for the command and the browser. */
const ROWS_MAX = 5_000;

export default defineWrite({
  id: "createStudentImport",
  method: "POST",
  path: "/student-imports",
  subject: "Students",
  summary: "Upload a file of students",
  detail:
    "A CSV file, Moodle's upload of users or a OneRoster archive, of at most 5,000 rows. Its rows are checked by a job and nothing is changed: ask for the import until it is `checked`, then start it. Encodings and delimiters that are uncertain are refused until they are said.",
  needs: "student.import",
  body: z.strictObject({
    file: Upload,
    encoding: z.string().max(40).optional(),
    delimiter: z.enum([",", ";", "\t", "|"]).optional(),
    source: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .optional()
      .meta({ description: "The system that the keys of the file are from, the same every time." }),
    mapping: z
      .array(z.string().max(40))
      .max(500)
      .optional()
      .meta({ description: "What each column holds, where it is not recognised: `email`, `name`, `key`, `course1` …" }),
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: StudentImport,
  prepare: async (as, { body }) => {
    authorize(reading(as.actor), "student.import", {});
    await limitUploads(as);
    const { encoding, delimiter } = body;
    const bytes = Buffer.from(body.file.content, "base64");
    const file = explainUnreadable(() => openStudentFile(bytes, { encoding, delimiter }), "file");
    if (file.rows.length > ROWS_MAX)
      throw new Refusal("invalid_input", { fields: { file: message("student_imports.rows_max", { max: ROWS_MAX }) } });
    const mapping = readMapping(body.mapping ?? file.mapping, (at, words) => ({ [`mapping.${at}`]: words }));
    return { file, mapping };
  },
  handle: async (ctx, { body }, { file, mapping }) => {
    const { name } = body.file;
    const { importId } = await uploadStudentFile((verb) => verb(ctx), file, { name, source: body.source });
    await checkStudentImport(ctx, { importId, mapping });
    return loadStudentImportView(ctx, importId);
  },
});
