import { sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { enrolments } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

const p = sql.placeholder;
const common = {
  id: p("id"),
  studentId: p("studentId"),
  cohortId: p("cohortId"),
  courseId: p("courseId"),
  orderLineId: p("orderLineId"),
  createdAt: p("createdAt"),
};

/** Enrolling is the hottest write of the school: its statements are prepared once. */
const queries = perClient((tx: Tx) => ({
  pending: tx
    .insert(enrolments)
    .values({ ...common, state: "pending" })
    .prepare(),
  active: tx
    .insert(enrolments)
    .values({ ...common, state: "active", activatedAt: p("activatedAt") })
    .prepare(),
}));

type Enrolment = typeof enrolments.$inferSelect;

/**
 * The one place where an enrolment begins. Its seat must be claimed in the same write, and its caller writes the first line of its
 * history. The row is whole as it is given, so it is not read back.
 */
export async function insertEnrolment(
  ctx: StepCtx,
  begins: Pick<Enrolment, "studentId" | "cohortId" | "courseId" | "orderLineId"> & { state: "pending" | "active" },
): Promise<Enrolment> {
  const { studentId, cohortId, courseId, orderLineId, state } = begins;
  const enrolment: Enrolment = {
    id: createId("enrolment"),
    studentId,
    cohortId,
    courseId,
    orderLineId,
    state,
    createdAt: ctx.now,
    activatedAt: state === "active" ? ctx.now : null,
    endedAt: null,
    completionDoubtedAt: null,
  };
  await queries(ctx.tx)[state].execute(enrolment);
  return enrolment;
}
