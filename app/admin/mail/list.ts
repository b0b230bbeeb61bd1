import { z } from "zod";
import {
  dayFilter,
  toInstantRange,
  type ListSpec,
  type ListState,
  textFilter,
  choiceFilter,
} from "#app/admin/_list/list.ts";
import { MAIL_STATUSES, type MailFilters } from "#domain/mail/list-mails.ts";

const filters = z.object({
  state: choiceFilter(MAIL_STATUSES),
  kind: textFilter,
  to: textFilter,
  from: dayFilter,
  until: dayFilter,
});

export const MAIL_LIST: ListSpec<typeof filters.shape, "created"> = {
  path: "/admin/mail",
  filters,
  sorts: ["created"],
  defaultSort: { sort: "created", direction: "desc" },
};

export type MailListState = ListState<z.output<typeof filters>, "created">;

/** The filters as the query takes them. Days are days of the school's calendar. */
export function mailFilters({ filters }: MailListState, timezone: string): MailFilters {
  const { state, kind, to, from, until } = filters;
  return {
    ...(state ? { status: state } : {}),
    ...(kind ? { kind } : {}),
    ...(to ? { to } : {}),
    ...toInstantRange({ from, to: until }, timezone),
  };
}
