import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { readWorkId } from "#domain/api/work.ts";
import { assignWork } from "#domain/reports/assign-work.ts";

export default defineWrite({
  id: "assignWork",
  method: "POST",
  path: "/worklist/{id}/assign",
  subject: "Payments",
  summary: "Give something that waits to somebody of the team, or to nobody",
  needs: "work.assign",
  body: z.strictObject({ ownerId: Id("usr").nullable() }),
  status: 200,
  answer: z.strictObject({ id: z.string(), ownerId: Id("usr").nullable() }),
  handle: async (ctx, { id, body: { ownerId } }) => {
    await assignWork(ctx, { ...readWorkId(id), ownerId });
    return { id, ownerId };
  },
});
