import { z } from "zod";
import {
  toInstantRange,
  type ListSpec,
  type ListState,
  textFilter,
  dayFilter,
  choiceFilter,
} from "#app/admin/_list/list.ts";
import {
  ENROLMENT_SORTS,
  ENROLMENT_STATES,
  type EnrolmentFilters,
  type EnrolmentSort,
} from "#domain/enrolments/list-enrolments.ts";
import { isId } from "#domain/kernel/ids.ts";

const idFilter = (kind: "course" | "cohort") =>
  z
    .string()
    .refine((text) => isId(kind, text))
    .optional()
    .catch(undefined);

const filters = z.object({
  q: textFilter,
  state: choiceFilter(ENROLMENT_STATES),
  course: idFilter("course"),
  cohort: idFilter("cohort"),
  from: dayFilter,
  to: dayFilter,
});

type Shape = typeof filters.shape;

export const ENROLMENT_LIST: ListSpec<Shape, EnrolmentSort> = {
  path: "/admin/enrolments",
  filters,
  sorts: ENROLMENT_SORTS,
  defaultSort: { sort: "created", direction: "desc" },
};

export type EnrolmentListState = ListState<z.output<typeof filters>, EnrolmentSort>;

/** The filters as the query takes them. Days are days of the school's calendar. */
export function enrolmentFilters({ filters }: EnrolmentListState, timezone: string): EnrolmentFilters {
  const { q, state, course, cohort } = filters;
  return {
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(course ? { courseId: course } : {}),
    ...(cohort ? { cohortId: cohort } : {}),
    ...toInstantRange(filters, timezone),
  };
}
