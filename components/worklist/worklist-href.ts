import type { WorkKind } from "#domain/reports/work-steps.ts";

/** The worklist with one kind alone. */
export const getWorklistHref = (kind: WorkKind): string => `/admin/worklist?${new URLSearchParams({ kind })}`;
