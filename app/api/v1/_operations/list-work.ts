import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { WORK_KINDS } from "#db/enums.ts";
import { toWorkItem, WorkItem } from "#domain/api/work.ts";
import { TypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { listWork, WORK_AGES } from "#domain/reports/list-work.ts";

const PAGES_MAX = 500;

export default defineRead({
  id: "listWork",
  method: "GET",
  path: "/worklist",
  subject: "Payments",
  summary: "List what of the money waits for a person",
  detail:
    "The worklist, the oldest first: what may be done about it only. The numbers of the dashboard are its totals.",
  needs: "work.list",
  query: z.strictObject({
    kind: z.enum(WORK_KINDS).optional(),
    owner: z.string().max(60).optional().meta({ description: "`me`, `nobody`, or the id of somebody of the team." }),
    age: z.enum(WORK_AGES).optional().meta({ description: "For how many days it has waited at least." }),
    page: TypedNumber(1, PAGES_MAX).default(1).meta({ description: "From 1." }),
  }),
  status: 200,
  answer: z.strictObject({
    items: z.array(WorkItem),
    total: z.int().meta({ description: "How many there are in all, up to ten thousand." }),
    page: z.int(),
    pageSize: z.int(),
  }),
  handle: async (ctx, { query: { page: wanted, ...filters } }) => {
    const { items, total, page, pageSize } = await listWork(ctx, filters, {
      ...{ sort: "since", direction: "asc", page: wanted },
    });
    return { items: items.map(toWorkItem), total, page, pageSize };
  },
});
