import { z } from "zod";
import { dayFilter, toInstantRange, type ListSpec, type ListState, textFilter } from "#app/admin/_list/list.ts";
import type { AuditFilters } from "#domain/audit/list-audit.ts";

const filters = z.object({
  who: textFilter,
  action: textFilter,
  security: z.enum(["all"]).optional().catch(undefined),
  type: textFilter,
  object: textFilter,
  from: dayFilter,
  to: dayFilter,
});

export const AUDIT_LIST: ListSpec<typeof filters.shape, "seq"> = {
  path: "/admin/audit",
  filters,
  sorts: ["seq"],
  defaultSort: { sort: "seq", direction: "desc" },
};

export type AuditListState = ListState<z.output<typeof filters>, "seq">;

/** The filters as the query takes them. Days are days of the school's calendar. */
export function auditFilters({ filters }: AuditListState, timezone: string): AuditFilters {
  const { who, action, type, object, security } = filters;
  return {
    ...(who ? { who } : {}),
    ...(action ? { action } : {}),
    ...(security ? { isSecurity: true } : {}),
    ...(type ? { objectType: type } : {}),
    ...(object ? { objectId: object } : {}),
    ...toInstantRange(filters, timezone),
  };
}
