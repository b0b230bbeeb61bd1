import { z } from "zod";
import { storeOneFile } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { assertCanEditMaterial, loadMaterialView, mergeMaterialFields } from "#domain/api/course-parts.ts";
import { FILES_BYTES_MAX, Upload } from "#domain/api/parts.ts";
import { WholeMaterial } from "#domain/api/shapes.ts";
import { editMaterial } from "#domain/courses/edit-material.ts";
import { MaterialFields } from "#domain/courses/material-inputs.ts";
import { addFile } from "#domain/files/add-file.ts";

const fields = MaterialFields.shape;

export default defineWrite({
  id: "editMaterial",
  method: "PATCH",
  path: "/materials/{id}",
  subject: "Materials",
  summary: "Change a material",
  detail: "Only what is sent changes.",
  needs: "material.edit",
  body: z.strictObject({
    kind: fields.kind.optional(),
    title: fields.title.optional(),
    body: fields.body.unwrap().optional(),
    url: fields.url.unwrap().optional(),
    file: Upload.optional(),
    ...{ sectionId: fields.sectionId, publishOn: fields.publishOn },
    ...{ publishAfterDays: fields.publishAfterDays, isPreview: fields.isPreview },
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 200,
  answer: WholeMaterial,
  refusals: ["file_too_large", "file_type_refused"],
  prepare: storeOneFile("material", assertCanEditMaterial),
  handle: async (ctx, { id, body: { file: _, ...changes } }, file) => {
    const { kind, title, body, url, file: present, ...before } = await loadMaterialView(ctx, id);
    const { publishOn, publishAfterDays, isPreview } = before;
    const said = { kind, title, body, url, publishOn, publishAfterDays, isPreview, ...changes };
    const fileId = file ? await addFile(ctx, file) : (present?.fileId ?? null);
    await editMaterial(ctx, { materialId: id, ...mergeMaterialFields({ ...said, fileId }) });
    return loadMaterialView(ctx, id);
  },
});
