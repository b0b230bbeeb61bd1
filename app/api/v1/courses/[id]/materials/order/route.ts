import { jsonWrite } from "#app/_http/json.ts";
import { takesOnly } from "#app/_http/methods.ts";
import { loadMaterialViews } from "#domain/api/course-parts.ts";
import { reorderMaterials } from "#domain/courses/reorder-materials.ts";
import * as spec from "../../../../_spec/course-parts.ts";

export const dynamic = "force-dynamic";

export const POST = jsonWrite(spec.orderMaterials, async (ctx, { id, body }) => {
  await reorderMaterials(ctx, { courseId: id, ...body });
  return loadMaterialViews(ctx, id);
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = takesOnly("POST");
