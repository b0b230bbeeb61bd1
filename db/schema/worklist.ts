import { index, oneOf, primaryKey, table, text, timestamp } from "../columns.ts";
import { WORK_KINDS } from "../enums.ts";
import { users } from "./accounts.ts";

/** Who of the team sees to what waits (the view `work_items`). What came up again since is nobody's: see `assignedAt`. */
export const workAssignments = table(
  "work_assignments",
  {
    kind: text(WORK_KINDS).notNull(),
    /** That of the thing, as its kind says. */
    itemId: text().notNull(),
    ownerId: text()
      .notNull()
      .references(() => users.id),
    assignedBy: text()
      .notNull()
      .references(() => users.id),
    assignedAt: timestamp().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.itemId] }),
    index("work_assignments_by_owner").on(t.ownerId, t.kind, t.itemId),
    oneOf("work_assignments_kind", t.kind, WORK_KINDS),
  ],
);
