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
import { addSection } from "#domain/courses/add-section.ts";
import { editSection } from "#domain/courses/edit-section.ts";
import { moveMaterial } from "#domain/courses/move-material.ts";
import { moveSection } from "#domain/courses/move-section.ts";
import { removeMaterial } from "#domain/courses/remove-material.ts";
import { removeSection } from "#domain/courses/remove-section.ts";
import { SectionTranslation, translateSection } from "#domain/courses/translate-section.ts";
import { MATERIAL_PLACE_FORM, MaterialFields, SectionFields } from "#domain/courses/material-inputs.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
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
  ...MATERIAL_PLACE_FORM,
});

/** The material as the verb takes it, its upload kept first. Refuses, beside its field, what the material lacks. */
async function parseMaterial(
  command: Command,
  { courseId, ...typed }: z.output<typeof Typed> & { courseId: string },
  keptFileId: string | null,
) {
  const upload = typed.kind === "file" ? getChosenFile(command.form, "file") : undefined;
  const whole = { ...typed, fileId: upload ? "chosen" : keptFileId };
  const checked = MaterialFields.safeParse(whole, { error: explainIssue });
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

const Direction = z.enum(["up", "down"]).optional();
/** Empty is the end: of a section, or of all of them. */
const PlaceId = Id.transform((id) => (id === "" ? null : id)).default(null);

/** One place on by a button, or to where it was dragged. */
export const moveMaterialAction = action(
  MaterialRef.extend({ direction: Direction, sectionId: PlaceId, beforeId: PlaceId }),
  async ({ write }, { courseId, materialId, direction, ...place }) => {
    await write((ctx) => moveMaterial(ctx, { materialId, ...(direction ? { direction } : place) }));
    await back(courseId, "material-moved");
  },
);

const SectionRef = z.object({ courseId: Id, sectionId: Id });

export const addSectionAction = action(
  SectionFields.extend({ courseId: Id }),
  async ({ write }, { courseId, ...fields }) => {
    await write((ctx) => addSection(ctx, { courseId, ...fields }));
    await back(courseId, "section-added");
  },
);

export const editSectionAction = action(
  SectionFields.extend({ ...SectionRef.shape, seen: EditVersion }),
  async ({ write }, { courseId, ...fields }) => {
    await write((ctx) => editSection(ctx, fields));
    await back(courseId, "saved");
  },
);

export const translateSectionAction = action(
  SectionTranslation.extend({ ...SectionRef.shape, seen: EditVersion }),
  async ({ write }, { courseId, ...translation }) => {
    await write((ctx) => translateSection(ctx, translation));
    await back(courseId, "saved");
  },
);

export const removeSectionAction = action(SectionRef, async ({ write }, { courseId, sectionId }) => {
  await write((ctx) => removeSection(ctx, { sectionId }));
  await back(courseId, "section-removed");
});

export const moveSectionAction = action(
  SectionRef.extend({ direction: Direction, beforeId: PlaceId }),
  async ({ write }, { courseId, sectionId, direction, beforeId }) => {
    await write((ctx) => moveSection(ctx, { sectionId, ...(direction ? { direction } : { beforeId }) }));
    await back(courseId, "material-moved");
  },
);
