import { expect, test } from "vitest";
import type { Role } from "#db/enums.ts";
import { auditHref } from "./audit-href.ts";

const order = { type: "order", id: "ord_1" };
const as = (role: Role) => auditHref({ type: "user", id: "usr_1", roles: [role] }, order);

test("the way to the audit log is shown to whoever may read it, and to nobody else", () => {
  expect([as("admin"), as("owner")]).toEqual(Array(2).fill("/admin/audit?type=order&object=ord_1"));
  expect([as("support"), as("finance"), as("instructor")]).toEqual([undefined, undefined, undefined]);
});
