import { cohorts, courses } from "#db/schema/index.ts";
import type { CourseState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export type Course = typeof courses.$inferSelect;
export type Cohort = typeof cohorts.$inferSelect;

/** A draft is the school's own; published is everybody's; archived is kept for those who have it, and found by nobody else. */
export const courseMachine: Machine<CourseState, Course> = {
  object: "course",
  table: courses,
  moves: {
    draft: ["published", "archived"],
    published: ["draft", "archived"],
    archived: ["draft"],
  },
};

/** A cancelled cohort stays cancelled: who wants it again makes a new one, with its own dates and seats. */
export const cohortMachine: Machine<Cohort["state"], Cohort> = {
  object: "cohort",
  table: cohorts,
  moves: { open: ["cancelled"], cancelled: [] },
};
