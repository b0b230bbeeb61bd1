import { keepOne } from "#app/_http/json-files.ts";
import { jsonRead, jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { assertMayEditMaterial, materialFields, materialNow, readMaterial } from "#domain/api/course-parts.ts";
import { editMaterial } from "#domain/courses/edit-material.ts";
import { addFile } from "#domain/files/add-file.ts";
import * as spec from "../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const GET = jsonRead(spec.readMaterial, (ctx, { id }) => readMaterial(ctx, id));

export const PATCH = jsonWrite(
  spec.editMaterial,
  async (ctx, { id, body: { file: _, ...changes } }, file) => {
    const { kind, title, body, url, file: present } = await materialNow(ctx, id);
    const fileId = file ? await addFile(ctx, file) : (present?.fileId ?? null);
    await editMaterial(ctx, { materialId: id, ...materialFields({ kind, title, body, url, ...changes, fileId }) });
    return materialNow(ctx, id);
  },
  { before: keepOne("material", assertMayEditMaterial) },
);

export const { OPTIONS, POST, PUT, DELETE } = takesOnly("GET", "PATCH");
