import type { WorkKind } from "#db/enums.ts";

/** The worklist with one kind alone. */
export const getWorklistHref = (kind: WorkKind): string => `/admin/worklist?${new URLSearchParams({ kind })}`;
