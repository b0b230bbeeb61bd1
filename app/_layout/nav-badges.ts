import { WORK_KINDS } from "#db/enums.ts";
import { ALARMING_KINDS } from "#components/admin/today.tsx";
import type { ReviewItemKind } from "#domain/reports/count-open-work.ts";
import { getOpenWork } from "./open-work.ts";

export type NavBadge = { count: number; alarming: boolean };

/** What waits in each part of the office for whoever looks, by the part's path. */
export async function getNavBadges(): Promise<Record<string, NavBadge>> {
  const { items, tickets } = await getOpenWork();
  const counts = new Map(items.map(({ kind, count }) => [kind, count]));
  const waiting = (...kinds: ReviewItemKind[]) => kinds.reduce((total, kind) => total + (counts.get(kind) ?? 0), 0);
  return {
    "/admin/worklist": { count: waiting(...WORK_KINDS), alarming: waiting(...ALARMING_KINDS) > 0 },
    "/admin/enrolments": { count: waiting("completions"), alarming: false },
    "/admin/applications": { count: waiting("applications"), alarming: false },
    "/admin/renewals": { count: waiting("renewals"), alarming: false },
    "/admin/tickets": { count: tickets?.count ?? 0, alarming: false },
    "/admin/mail": { count: waiting("mails"), alarming: true },
  };
}
