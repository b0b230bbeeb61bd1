import { z } from "zod";
import { type ListSpec, type ListState, textFilter, choiceFilter } from "#app/admin/_list/list.ts";
import { COURSE_SORTS, COURSE_STATES, type CourseFilters, type CourseSort } from "#domain/courses/list-courses.ts";

const filters = z.object({ q: textFilter, state: choiceFilter(COURSE_STATES), subject: textFilter });

export const COURSE_LIST: ListSpec<typeof filters.shape, CourseSort> = {
  path: "/admin/courses",
  filters,
  sorts: COURSE_SORTS,
  defaultSort: { sort: "title", direction: "asc" },
};

export type CourseListState = ListState<z.output<typeof filters>, CourseSort>;

export function courseFilters({ filters: { q, state, subject } }: CourseListState): CourseFilters {
  return { ...(q ? { q } : {}), ...(state ? { state } : {}), ...(subject ? { subject } : {}) };
}
