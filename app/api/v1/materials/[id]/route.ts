import { keepOne } from "#app/_http/json-files.ts";
import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { assertCanEditMaterial, mergeMaterialFields, loadMaterialView, getMaterial } from "#domain/api/course-parts.ts";
import { editMaterial } from "#domain/courses/edit-material.ts";
import { addFile } from "#domain/files/add-file.ts";
import * as spec from "../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readMaterial, (ctx, { id }) => getMaterial(ctx, id));

export const PATCH = jsonWrite(
  spec.editMaterial,
  async (ctx, { id, body: { file: _, ...changes } }, file) => {
    const { kind, title, body, url, file: present } = await loadMaterialView(ctx, id);
    const fileId = file ? await addFile(ctx, file) : (present?.fileId ?? null);
    await editMaterial(ctx, { materialId: id, ...mergeMaterialFields({ kind, title, body, url, ...changes, fileId }) });
    return loadMaterialView(ctx, id);
  },
  { before: keepOne("material", assertCanEditMaterial) },
);

export const { OPTIONS, POST, PUT, DELETE } = takesOnly("GET", "PATCH");
