import { eq, getTableColumns, type SQL } from "drizzle-orm";
import { z } from "zod";
import { APPLICATION_STATES } from "#db/enums.ts";
import { applications } from "#db/schema/index.ts";
import type { Application } from "../applications/machine.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { authorize, isAllowed } from "../policy.ts";
import { Id, Moment } from "./parts.ts";

export const ApplicationShape = z
  .strictObject({
    id: Id("app"),
    cohortId: Id("coh"),
    studentId: Id("usr"),
    state: z.enum(APPLICATION_STATES).meta({ description: "An application that is `applied` holds no seat." }),
    reply: z.string().meta({ description: "What the office wrote to the student with its decision." }),
    enrolmentId: Id("enr").nullable().meta({ description: "The place that came of it." }),
    appliedAt: Moment,
    decidedAt: Moment.nullable(),
  })
  .meta({ id: "Application" });
export type ApplicationView = z.output<typeof ApplicationShape>;

export function toApplicationView({ decidedBy: _, ...application }: Application): ApplicationView {
  return application;
}

/** Applications, the newest first: everybody's for the office, one's own for the others. */
export const applicationPages = defineList({
  table: applications,
  reach: withinReach,
  view: defineView({
    fields: () => getTableColumns(applications),
    from: (select) => select.from(applications),
    show: (row) => toApplicationView(row),
  }),
  key: "id",
  sorts: { applied: { by: ["appliedAt"] } },
  filters: {
    studentId: createFilter(Id("usr"), (id) => eq(applications.studentId, id)),
    cohortId: createFilter(Id("coh"), (id) => eq(applications.cohortId, id)),
    state: createChoiceFilter(applications.state, APPLICATION_STATES),
  },
  cursor: { sort: "applied", ids: "application" },
});

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "application.list")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "application.read", { ownerId: me });
  return eq(applications.studentId, me);
}
