import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { CohortRetention } from "#domain/api/usage-shapes.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { listCohortRetention } from "#domain/usage/list-cohort-retention.ts";

export default defineRead({
  id: "listCohortRetention",
  method: "GET",
  path: "/usage/cohorts",
  subject: "Usage",
  summary: "List how long the students of each cohort keep coming",
  detail:
    "For the office: cohorts that began within a year, the newest first, and how many of their students opened the course in later weeks.",
  needs: "usage.list",
  status: 200,
  answer: z.strictObject({ items: z.array(CohortRetention) }),
  handle: async (ctx) => {
    const { timezone } = await getSchoolSettings(ctx.read);
    return { items: await listCohortRetention(ctx, { timezone }) };
  },
});
