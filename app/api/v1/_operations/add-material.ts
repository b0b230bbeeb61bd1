import { z } from "zod";
import { storeOneFile } from "#app/_http/json-files.ts";
import { defineWrite } from "#app/_http/json.ts";
import { loadMaterialView, mergeMaterialFields } from "#domain/api/course-parts.ts";
import { FILES_BYTES_MAX, Upload } from "#domain/api/parts.ts";
import { WholeMaterial } from "#domain/api/shapes.ts";
import { addMaterial } from "#domain/courses/add-material.ts";
import { assertCanEdit } from "#domain/courses/assert-can-edit.ts";
import { MaterialFields } from "#domain/courses/material-inputs.ts";
import { addFile } from "#domain/files/add-file.ts";

const { kind, title, body, url, sectionId, publishOn, publishAfterDays, isPreview } = MaterialFields.shape;

export default defineWrite({
  id: "addMaterial",
  method: "POST",
  path: "/courses/{id}/materials",
  subject: "Materials",
  summary: "Add a material",
  detail:
    "At the end of the others, or of its section. A text needs its `body`, a link its `url`, a file its `file` of at most 10 MB; larger ones go by the page.",
  needs: "material.edit",
  body: z.strictObject({
    ...{ kind, title, body, url, file: Upload.optional() },
    ...{ sectionId, publishOn, publishAfterDays, isPreview },
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: WholeMaterial,
  refusals: ["file_too_large", "file_type_refused"],
  prepare: storeOneFile("material", (ctx, { id }) => assertCanEdit(ctx, "material.edit", id)),
  handle: async (ctx, { id, body: { file: _, ...said } }, file) => {
    const fields = mergeMaterialFields({ ...said, fileId: file ? await addFile(ctx, file) : null });
    const material = await addMaterial(ctx, { courseId: id, ...fields });
    return loadMaterialView(ctx, material.id);
  },
});
