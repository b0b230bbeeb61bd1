import { z } from "zod";
import {
  dayFilter,
  toInstantRange,
  type ListSpec,
  type ListState,
  textFilter,
  choiceFilter,
} from "#app/admin/_list/list.ts";
import { PERSON_SORTS, PERSON_STATUSES, type PersonFilters, type PersonSort } from "#domain/students/list-people.ts";

const filters = z.object({
  q: textFilter,
  standing: choiceFilter(PERSON_STATUSES),
  who: choiceFilter(["students", "team"]),
  from: dayFilter,
  to: dayFilter,
});

export const STUDENT_LIST: ListSpec<typeof filters.shape, PersonSort> = {
  path: "/admin/students",
  filters,
  sorts: PERSON_SORTS,
  defaultSort: { sort: "created", direction: "desc" },
};

export type StudentListState = ListState<z.output<typeof filters>, PersonSort>;

/** The filters as the query takes them. Days are days of the school's calendar. */
export function studentFilters({ filters }: StudentListState, timezone: string): PersonFilters {
  const { q, standing, who } = filters;
  return {
    ...(q ? { q } : {}),
    ...(standing ? { status: standing } : {}),
    ...(who ? { who } : {}),
    ...toInstantRange(filters, timezone),
  };
}
