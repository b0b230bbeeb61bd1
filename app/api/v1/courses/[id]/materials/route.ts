import { keepOne } from "#app/_http/json-files.ts";
import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { listMaterials, mergeMaterialFields, loadMaterialView } from "#domain/api/course-parts.ts";
import { addMaterial } from "#domain/courses/add-material.ts";
import { assertCanEdit } from "#domain/courses/assert-can-edit.ts";
import { addFile } from "#domain/files/add-file.ts";
import * as spec from "../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.listMaterials, (ctx, { id }) => listMaterials(ctx, id));

export const POST = jsonWrite(
  spec.addMaterial,
  async (ctx, { id, body: { file: _, ...said } }, file) => {
    const fields = mergeMaterialFields({ ...said, fileId: file ? await addFile(ctx, file) : null });
    const material = await addMaterial(ctx, { courseId: id, ...fields });
    return loadMaterialView(ctx, material.id);
  },
  { before: keepOne("material", (ctx, { id }) => assertCanEdit(ctx, "material.edit", id)) },
);

export const { OPTIONS, PUT, PATCH, DELETE } = takesOnly("GET", "POST");
