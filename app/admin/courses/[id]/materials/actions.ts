"use server";

import { z } from "zod";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action, type Command } from "#app/_forms/action.ts";
import { listAllIssues } from "#app/_forms/all-issues.ts";
import { getChosenFile } from "#app/admin/_list/uploads.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { addMaterial } from "#domain/courses/add-material.ts";
import { editMaterial } from "#domain/courses/edit-material.ts";
import { assertCanEdit } from "#domain/courses/assert-can-edit.ts";
import { removeMaterial } from "#domain/courses/remove-material.ts";
import { reorderMaterials } from "#domain/courses/reorder-materials.ts";
import { MaterialFields } from "#domain/courses/inputs.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { decodeMessage } from "#messages/message.ts";
import { storeFile } from "#services/files/store-file.ts";

const Id = z.string().max(60);
const MaterialRef = z.object({ courseId: Id, materialId: Id });

const back = (courseId: string, done: DoneKey) => redirectDone(`/admin/courses/${courseId}/materials`, done);

/** What a form says of a material. A file comes as bytes and not as an id, so whether there is one is looked at afterwards. */
const Typed = z.object({
  kind: z.enum(["text", "link", "file"]),
  title: z.string(),
  body: z.string().default(""),
  url: z.string().default(""),
});

/** The material as the verb takes it, its upload kept first. Refuses, beside its field, what the material lacks. */
async function parseMaterial(
  command: Command,
  { courseId, ...typed }: z.output<typeof Typed> & { courseId: string },
  keptFileId: string | null,
) {
  const upload = typed.kind === "file" ? getChosenFile(command.form, "file") : undefined;
  const whole = { ...typed, fileId: upload ? "chosen" : keptFileId };
  const checked = MaterialFields.safeParse(whole);
  if (!checked.success) {
    const faults = listAllIssues(MaterialFields, whole, checked.error).map(({ path, message }) => {
      const field = String(path[0] ?? "title");
      return [field === "fileId" ? "file" : field, decodeMessage(message)] as const;
    });
    throw new Refusal("invalid_input", { fields: Object.fromEntries(faults.toReversed()) });
  }
  if (!upload) return checked.data;
  await assertCanEdit(command.read, "material.edit", courseId);
  const fileId = await storeFile(command, upload, { purpose: "material", field: "file" });
  return { ...checked.data, fileId };
}

export const addMaterialAction = action(Typed.extend({ courseId: Id }), async (command, { courseId, ...typed }) => {
  const fields = await parseMaterial(command, { courseId, ...typed }, null);
  await command.write((ctx) => addMaterial(ctx, { courseId, ...fields }));
  await back(courseId, "material-added");
});

export const editMaterialAction = action(
  Typed.extend({ ...MaterialRef.shape, keptFileId: Id.default(""), seen: EditVersion }),
  async (command, { courseId, materialId, keptFileId, seen, ...typed }) => {
    const fields = await parseMaterial(command, { courseId, ...typed }, keptFileId || null);
    await command.write((ctx) => editMaterial(ctx, { materialId, seen, ...fields }));
    await back(courseId, "saved");
  },
);

export const removeMaterialAction = action(MaterialRef, async ({ write }, { courseId, materialId }) => {
  await write((ctx) => removeMaterial(ctx, { materialId }));
  await back(courseId, "material-removed");
});

const Order = z.object({ courseId: Id, order: z.string().max(40_000) });

export const reorderAction = action(Order, async ({ write }, { courseId, order }) => {
  await write((ctx) => reorderMaterials(ctx, { courseId, materialIds: order.split(" ") }));
  await back(courseId, "material-moved");
});
