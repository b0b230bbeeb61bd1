import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { SchoolUsage } from "#domain/api/usage-shapes.ts";
import { TypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { getSchoolUsage } from "#domain/usage/get-school-usage.ts";

export default defineRead({
  id: "readUsage",
  method: "GET",
  path: "/usage",
  subject: "Usage",
  summary: "Read how all courses are used",
  detail: "For the office: by day, and each course that was opened, the most used first.",
  needs: "usage.list",
  query: z.strictObject({
    days: TypedNumber(1, 366).default(30).meta({ description: "How many days back, today included." }),
  }),
  status: 200,
  answer: SchoolUsage,
  handle: async (ctx, { query: { days } }) => {
    const { timezone } = await getSchoolSettings(ctx.read);
    return getSchoolUsage(ctx, { days, timezone });
  },
});
