import { expect, test } from "vitest";
import { type Role, ROLES } from "#db/enums.ts";
import { type Actor, createSystemActor } from "./kernel/actor.ts";
import { audit } from "./audit.ts";
import type { StepCtx, WriteCtx } from "./kernel/command.ts";
import { ACTIONS, type Action, authorize, isAllowed, getScope } from "./policy.ts";
import { claimSeat } from "./seats/claims.ts";
import { closeTicket } from "./tickets/close-ticket.ts";

const as = (role: Role, id = "usr_me"): Actor => ({ type: "user", id, roles: [role] });
const visitor: Actor = { type: "visitor" };

/** What a visitor may do, in full: a new row that opens something to strangers must be added here on purpose. */
const OPEN_TO_ALL: readonly Action[] = ["account.create", "account.prove", "session.create", "course.read"];

test("a visitor may do what is listed here and nothing else", () => {
  expect(ACTIONS.filter((action) => isAllowed(visitor, action)).sort()).toEqual([...OPEN_TO_ALL].sort());
});

test("a student may do nothing to somebody else's things", () => {
  const open = ACTIONS.filter((action) => isAllowed(as("student"), action, { ownerId: "usr_other" }));
  expect(open.filter((action) => !OPEN_TO_ALL.includes(action) && action !== "file.upload")).toEqual([]);
});

test("money moves for finance, admin and owner alone", () => {
  for (const action of ["payment.confirm", "refund.request", "money.read"] as const) {
    const allowed = ROLES.filter((role) => isAllowed(as(role), action));
    expect(allowed, action).toEqual(["finance", "admin", "owner"]);
  }
});

test("only an owner makes owners", () => {
  expect(ROLES.filter((role) => isAllowed(as(role), "team.edit_owner"))).toEqual(["owner"]);
});

test("nobody but the system settles a payment or records a refund", () => {
  for (const action of ["payment.settle", "refund.record", "order.expire", "waiting.offer"] as const) {
    expect(
      ROLES.filter((role) => isAllowed(as(role), action, { ownerId: "usr_me" })),
      action,
    ).toEqual([]);
    expect(isAllowed(createSystemActor("job"), action)).toBe(true);
  }
});

test("a teacher edits the courses they teach, and no others", () => {
  const mine = { teacherIds: ["usr_me"] };
  expect(isAllowed(as("instructor"), "course.edit", mine)).toBe(true);
  expect(isAllowed(as("instructor"), "course.edit", { teacherIds: ["usr_other"] })).toBe(false);
  expect(isAllowed(as("student"), "course.edit", mine)).toBe(false);
});

test("a token can do no more than its scopes, whoever made it", () => {
  const token = (...scopes: string[]): Actor => ({ type: "user", id: "usr_me", roles: ["owner"], scopes });
  for (const action of ACTIONS) {
    expect(isAllowed(token(), action), `${action} without a scope`).toBe(false);
    const whole = isAllowed(as("owner"), action, { ownerId: "usr_me" });
    expect(isAllowed(token(getScope(action)), action, { ownerId: "usr_me" }), `${action} with its scope`).toBe(whole);
  }
});

test("somebody else's thing is not found, what nobody of that role may do is forbidden, a visitor is asked to sign in", () => {
  const refused = (actor: Actor, action: Action, resource: object) => {
    try {
      authorize({ actor }, action, resource);
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "let through";
  };
  expect(refused(as("student"), "order.read", { ownerId: "usr_other" })).toBe("not_found");
  expect(refused(as("student"), "settings.edit", {})).toBe("forbidden");
  expect(refused(visitor, "order.read", { ownerId: "usr_other" })).toBe("not_signed_in");
  expect(refused(as("student"), "order.read", { ownerId: "usr_me" })).toBe("let through");
});

/** None of these is run: the type check fails when one of them compiles. */
export const REFUSED_BY_THE_COMPILER = {
  // @ts-expect-error -- A step calls no verb.
  verbInStep: (ctx: StepCtx) => closeTicket(ctx, { ticketId: "" }),
  // @ts-expect-error -- A page, an action or a job calls no step.
  stepWithoutPolicy: (ctx: WriteCtx) => claimSeat(ctx, "", "held"),
  // @ts-expect-error -- Nor is anything audited that the policy was not asked for,
  auditWithoutPolicy: (ctx: WriteCtx) => audit(ctx, "ticket.close", { type: "ticket", id: "" }),
  policySometimes: (ctx: WriteCtx, asked: boolean) => {
    if (asked) authorize(ctx, "ticket.close", {});
    // @ts-expect-error -- on whichever way one came here,
    return audit(ctx, "ticket.close", { type: "ticket", id: "" });
  },
  unknownAction: (ctx: StepCtx) =>
    // @ts-expect-error -- or under a name that the policy does not have.
    audit(ctx, "ticket.shut", { type: "ticket", id: "" }),
};
