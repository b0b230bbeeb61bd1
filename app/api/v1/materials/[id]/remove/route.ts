import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { materialNow, materialsNow } from "#domain/api/course-parts.ts";
import { removeMaterial } from "#domain/courses/remove-material.ts";
import * as spec from "../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.removeMaterial, async (ctx, { id }) => {
  const { courseId } = await materialNow(ctx, id);
  await removeMaterial(ctx, { materialId: id });
  return materialsNow(ctx, courseId);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
