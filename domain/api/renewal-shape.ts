import { z } from "zod";
import { RENEWAL_STATES } from "#db/enums.ts";
import { Id, Moment } from "./parts.ts";

export const Renewal = z
  .strictObject({
    id: Id("rnw"),
    enrolmentId: Id("enr"),
    studentId: Id("usr"),
    courseId: Id("crs"),
    state: z.enum(RENEWAL_STATES),
    days: z.int().meta({ description: "For how many days it opens the course again." }),
    renewsFrom: Moment.meta({ description: "When the access ends or ended that it renews." }),
    reason: z.string().meta({ description: "Why the student asks." }),
    answer: z.string().meta({ description: "What the office answered." }),
    orderId: Id("ord").nullable().meta({ description: "What it is paid by; null for one that costs nothing." }),
    createdAt: Moment,
    decidedAt: Moment.nullable(),
  })
  .meta({ id: "Renewal" });
export type RenewalView = z.output<typeof Renewal>;
