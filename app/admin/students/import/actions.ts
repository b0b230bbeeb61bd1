"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { getChosenFile } from "#app/admin/_list/uploads.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { authorize } from "#domain/policy.ts";
import { message } from "#messages/message.ts";
import { explainUnreadable } from "#ops/import/students/explain-unreadable.ts";
import { openStudentFile, STUDENT_FILE_MEGABYTES_MAX } from "#ops/import/students/open-student-file.ts";
import { uploadStudentFile } from "#ops/import/students/upload-student-file.ts";
import { limitUploads } from "#services/files/limit-uploads.ts";

const Upload = z.object({
  encoding: z.string().max(40).default(""),
  delimiter: z.enum(["", ",", ";", "\t", "|"]).default(""),
  source: z.union([z.literal(""), z.string().regex(/^[a-z0-9._-]{1,40}$/i)]).default(""),
});

/** Reads the file before anything is written. What is uncertain of it is said beside it, with what settles it. */
export const uploadAction = action(Upload, async (command, { encoding, delimiter, source }) => {
  authorize(command.read, "student.import", {});
  const upload = getChosenFile(command.form, "file");
  if (!upload) throw new Refusal("invalid_input", { fields: { file: message("student_imports.choose_file") } });
  if (upload.size > STUDENT_FILE_MEGABYTES_MAX * 1_000_000) {
    const words = message("student_imports.file_too_large", { megabytes: STUDENT_FILE_MEGABYTES_MAX });
    throw new Refusal("file_too_large", { fields: { file: words } });
  }
  await limitUploads(command);
  const bytes = new Uint8Array(await upload.arrayBuffer());
  const options = { encoding: encoding || undefined, delimiter: delimiter || undefined };
  const file = explainUnreadable(() => openStudentFile(bytes, options), "file");
  const { importId } = await uploadStudentFile(command.write, file, { name: upload.name, source: source || undefined });
  await redirectDone(`/admin/students/import/${importId}`, "students-uploaded");
});
