import { z } from "zod";
import {
  dayFilter,
  toInstantRange,
  type ListSpec,
  type ListState,
  textFilter,
  choiceFilter,
} from "#app/admin/_list/list.ts";
import {
  ORDER_NEEDS,
  ORDER_SORTS,
  ORDER_STATES,
  type OrderFilters,
  type OrderSort,
  PROVIDERS,
} from "#domain/orders/list-orders.ts";

const filters = z.object({
  q: textFilter,
  state: choiceFilter(ORDER_STATES),
  // Addresses that somebody has kept still say `attention`; the next version may forget it.
  need: z.preprocess((need) => (need === "attention" ? "review" : need), choiceFilter(ORDER_NEEDS)),
  provider: choiceFilter(PROVIDERS),
  from: dayFilter,
  to: dayFilter,
});

export const ORDER_LIST: ListSpec<typeof filters.shape, OrderSort> = {
  path: "/admin/orders",
  filters,
  sorts: ORDER_SORTS,
  defaultSort: { sort: "created", direction: "desc" },
};

export type OrderListState = ListState<z.output<typeof filters>, OrderSort>;

/** The filters as the query takes them. Days are days of the school's calendar. */
export function orderFilters({ filters }: OrderListState, timezone: string): OrderFilters {
  const { q, state, need, provider } = filters;
  return {
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(need ? { need } : {}),
    ...(provider ? { provider } : {}),
    ...toInstantRange(filters, timezone),
  };
}
