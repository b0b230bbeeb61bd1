import { and, count, eq, inArray, isNotNull, isNull, notInArray, sql } from "drizzle-orm";
import { z } from "zod";
import { enrolments, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFilter, createFromFilter, createTextFilter, createUntilFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "./find-people.ts";

/** Who may sign in, whose account is disabled, and who has not shown yet that their address is theirs. */
const PERSON_STATUSES = ["active", "disabled", "unverified"] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

const WHERE_STATUS = {
  active: isNull(users.disabledAt),
  disabled: isNotNull(users.disabledAt),
  unverified: isNull(users.verifiedAt),
};

export type PersonRow = RowOf<typeof personList>;

const personView = defineView({
  fields: ({ read }) => ({
    id: users.id,
    name: users.name,
    sortKey: users.sortKey,
    email: users.email,
    createdAt: users.createdAt,
    verifiedAt: users.verifiedAt,
    disabledAt: users.disabledAt,
    enrolments: countEnrolments(read),
  }),
  from: (select) => select.from(users),
  show: ({ sortKey: _, ...person }) => person,
});

/** The office's list of people. */
export const personList = defineList({
  table: users,
  reach: (ctx) => {
    authorize(ctx, "student.list", {});
    return undefined;
  },
  view: personView,
  key: "id",
  sorts: { created: { by: ["createdAt"] }, name: { by: ["sortKey"] } },
  filters: {
    q: createTextFilter(async (text, { read }) => inArray(users.id, await findPeople(read, text))),
    status: createFilter(z.enum(PERSON_STATUSES), (status) => WHERE_STATUS[status]),
    /** Tells colleagues from everybody else. */
    who: createFilter(z.enum(["students", "team"]), (who, { read }) =>
      who === "team" ? inArray(users.id, selectTeam(read)) : notInArray(users.id, selectTeam(read)),
    ),
    /** When the account was made: `from` is included, `until` is not. */
    from: createFromFilter(users.createdAt),
    until: createUntilFilter(users.createdAt),
  },
  isKept: true,
});
export const { page: listPeople, stream: streamPeople } = personList;

function selectTeam(read: Reader) {
  return read
    .select({ id: userRoles.userId })
    .from(userRoles)
    .where(inArray(userRoles.role, [...STAFF_ROLES]));
}

/** SQL: how many enrolments are open to a person or wait for payment. */
function countEnrolments(read: Reader) {
  const live = read
    .select({ rows: count() })
    .from(enrolments)
    .where(and(eq(enrolments.studentId, users.id), inArray(enrolments.state, ["pending", "active", "suspended"])));
  return sql<number>`(${live})`.mapWith(Number);
}
