"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { checkStudentImport } from "#domain/students/check-student-import.ts";
import { getStudentImport } from "#domain/students/get-student-import.ts";
import { removeStudentImport } from "#domain/students/remove-student-import.ts";
import { startStudentImport } from "#domain/students/start-student-import.ts";
import { readMapping } from "#ops/import/students/read-mapping.ts";

const Import = z.object({ importId: z.string().max(60) });

export const checkAction = action(Import, async ({ read, write, form }, { importId }) => {
  const found = await getStudentImport(read, importId);
  if (!found) throw new Refusal("not_found");
  const chosen = found.header.map((_, at) => form.get(`column${at}`));
  // An archive has no columns to choose, and a button alone looks again at what was chosen.
  const mapping = chosen.every((each) => each === null)
    ? undefined
    : readMapping(chosen.map(String), (at, words) => ({ [`column${at}`]: words }));
  await write((ctx) => checkStudentImport(ctx, { importId, mapping }));
  await redirectDone(`/admin/students/import/${importId}`, "students-checking");
});

export const startAction = action(
  Import.extend({ welcome: z.literal("on").optional() }),
  async ({ write }, { importId, welcome }) => {
    await write((ctx) => startStudentImport(ctx, { importId, welcome: welcome === "on" }));
    await redirectDone(`/admin/students/import/${importId}`, "students-importing");
  },
);

export const removeAction = action(Import, async ({ write }, { importId }) => {
  await write((ctx) => removeStudentImport(ctx, { importId }));
  await redirectDone("/admin/students/import", "students-import-removed");
});
