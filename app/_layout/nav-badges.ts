import type { ReadCtx } from "#domain/kernel/command.ts";
import { isAllowed } from "#domain/policy.ts";
import { type ReviewItemKind, listReviewItems, countOpenTickets } from "#domain/reports/list-review-items.ts";

export type NavBadge = { count: number; alarming: boolean };

/** What waits in each part of the office for whoever looks, by the part's path. */
export async function getNavBadges(ctx: ReadCtx): Promise<Record<string, NavBadge>> {
  if (!isAllowed(ctx.actor, "dashboard.read")) return {};
  const needs = new Map((await listReviewItems(ctx)).map(({ kind, count }) => [kind, count]));
  const waiting = (...kinds: ReviewItemKind[]) => kinds.reduce((total, kind) => total + (needs.get(kind) ?? 0), 0);
  const tickets = isAllowed(ctx.actor, "ticket.list") ? (await countOpenTickets(ctx)).rows : 0;
  return {
    "/admin/orders": {
      count: waiting("reviews", "transfers", "payouts", "refunds", "disputes"),
      alarming: waiting("reviews", "refunds", "disputes") > 0,
    },
    "/admin/tickets": { count: tickets, alarming: false },
    "/admin/mail": { count: waiting("mails"), alarming: true },
  };
}
