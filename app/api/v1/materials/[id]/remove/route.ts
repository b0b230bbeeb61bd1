import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadMaterialView, loadMaterialViews } from "#domain/api/course-parts.ts";
import { removeMaterial } from "#domain/courses/remove-material.ts";
import * as spec from "../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.removeMaterial, async (ctx, { id }) => {
  const { courseId } = await loadMaterialView(ctx, id);
  await removeMaterial(ctx, { materialId: id });
  return loadMaterialViews(ctx, courseId);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
