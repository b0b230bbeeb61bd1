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
const OPEN_TO_ALL: readonly Action[] = [
  "account.create",
  "account.prove",
  "session.create",
  "course.read",
  "certificate.check",
  // With the code of an order and the address of its buyer; the answer is the same whether they fit.
  "withdrawal.declare",
];

/** What anybody may who has signed in; the secret of a claim link is its check. */
const SIGNED_IN: readonly Action[] = ["claim_link.use", "file.upload"];

test("a visitor may do what is listed here and nothing else", () => {
  expect(ACTIONS.filter((action) => isAllowed(visitor, action)).sort()).toEqual([...OPEN_TO_ALL].sort());
});

test("a student may do nothing to somebody else's things", () => {
  const open = ACTIONS.filter((action) => isAllowed(as("student"), action, { ownerId: "usr_other" }));
  expect(open.filter((action) => !OPEN_TO_ALL.includes(action) && !SIGNED_IN.includes(action))).toEqual([]);
});

/** What each role adds to being signed in, in full: whoever opens more to a role says so here as well. */
const BY_ROLE = {
  student: "",
  instructor: "course.list dashboard.read",
  support:
    "student.list student.create student.read student.edit dashboard.read mail.read mail.resend course.read_hidden course.list " +
    "enrolment.create enrolment.add enrolment.list enrolment.read enrolment.cancel enrolment.move enrolment.suspend " +
    "enrolment.complete enrolment.revoke access.read access.extend access.shorten access.give access.revoke " +
    "renewal.read renewal.list renewal.decide " +
    "claim_link.create claim_link.list claim_link.read claim_link.edit claim_link.reassign claim_link.cancel " +
    "certificate.read certificate.list certificate.issue certificate.correct certificate.revoke " +
    "work.list work.assign work.step order.list order.read order.draft order.bill order.end withdrawal.list withdrawal.decide payment.list payment.read waiting.join waiting.read " +
    "coupon.list price_rule.list invoice.list invoice.read credit.read " +
    "ticket.open ticket.list ticket.read ticket.answer ticket.note ticket.assign ticket.prioritise ticket.resolve " +
    "ticket.reopen ticket.merge ticket.close usage.read usage.list announcement.send announcement.read attendance.read attendance.mark " +
    "answer.give answer.erase application.create application.read application.list application.decide",
  finance:
    "student.list student.read dashboard.read money.read course.read_hidden course.list enrolment.list enrolment.read " +
    "work.list work.assign work.step claim_link.list claim_link.read certificate.read certificate.list access.read renewal.read renewal.list order.list order.read order.cancel order.draft order.bill order.end withdrawal.list withdrawal.decide order.resolve reconciliation.list reconciliation.resolve saved_card.read payment.list payment.read payment.confirm payment.remind order.waive refund.request refund.approve refund.decline refund.ask refund.return " +
    "credit.read credit.offer credit.give credit.pay_out invoice.list invoice.read invoice.issue invoice.correct coupon.list coupon.edit price_rule.list price_rule.edit " +
    "accounting.read accounting.edit accounting.close bank.list bank.account bank.archive bank.explain bank.load bank.match bank.ignore bank.undo payout.list payout.create payout.download payout.remove payout.send payout.cancel " +
    "waiting.read usage.read usage.list announcement.read attendance.read application.read application.list",
};
/** All of support's and finance's, and the school itself. */
const ADMIN =
  `${BY_ROLE.support} ${BY_ROLE.finance} session.end token.revoke student.disable student.import student.merge team.read team.edit settings.read ` +
  "settings.edit accounting.reopen audit.read system.read system.run course.create course.edit course.publish course.delete course.staff course.import " +
  "cohort.edit cohort.retry material.edit question.edit";
const OWNER = `${ADMIN} team.edit_owner connection.edit mail.read_secrets`;
const OWN =
  "account.edit application.create application.withdraw application.read answer.give session.end token.create token.revoke student.read enrolment.create enrolment.leave enrolment.read access.open access.read " +
  "claim_link.create claim_link.read claim_link.edit claim_link.cancel renewal.create renewal.read certificate.read certificate.name " +
  "order.read order.pay saved_card.read saved_card.remove order.bill order.cancel credit.read credit.decide invoice.read payment.read refund.account waiting.join waiting.read waiting.decide ticket.open " +
  "ticket.read ticket.reply ticket.resolve attendance.read attendance.check_in progress.edit";
const TAUGHT =
  "course.read_hidden course.edit material.edit enrolment.read enrolment.complete certificate.read certificate.issue usage.read announcement.send announcement.read attendance.read attendance.mark ticket.read ticket.answer";

const listed = (text: string) => [...new Set(text.split(" ").filter(Boolean))].sort();
const allowed = (actor: Actor, resource?: object) =>
  ACTIONS.filter((action) => isAllowed(actor, action, resource)).sort();

test.each(Object.entries({ ...BY_ROLE, admin: ADMIN, owner: OWNER }) as [Role, string][])(
  "%s may do what is listed and nothing else",
  (role, text) => {
    expect(allowed(as(role))).toEqual(listed(`${OPEN_TO_ALL.join(" ")} ${SIGNED_IN.join(" ")} ${text}`));
  },
);

test("a student may do to their own things what is listed and nothing else", () => {
  const wanted = listed(`${OPEN_TO_ALL.join(" ")} ${SIGNED_IN.join(" ")} ${OWN}`);
  expect(allowed(as("student"), { ownerId: "usr_me" })).toEqual(wanted);
});

test("a teacher may do in their course what is listed and nothing else", () => {
  const wanted = listed(`${OPEN_TO_ALL.join(" ")} ${SIGNED_IN.join(" ")} ${BY_ROLE.instructor} ${TAUGHT}`);
  expect(allowed(as("instructor"), { teacherIds: ["usr_me"] })).toEqual(wanted);
});

test("the system does the rest: what no person does, whatever they are and own", () => {
  const everything = { ownerId: "usr_me", teacherIds: ["usr_me"] };
  const owner: Actor = { type: "user", id: "usr_me", roles: [...ROLES] };
  const people = new Set(allowed(owner, everything));
  const rest = ACTIONS.filter((action) => !people.has(action));
  expect(rest.sort()).toEqual(
    listed(
      "mail.send claim_link.remind access.remind cohort.remind cohort.notify order.expire reconciliation.run payment.charge payment.settle payment.fail refund.record dispute.record waiting.offer security.record " +
        "maintenance.purge maintenance.reconcile maintenance.notify maintenance.fill_keys maintenance.count_usage " +
        "announcement.deliver certificate.sign accounting.book invoice.make invoice.check_vat enrolment.complete_by_rule",
    ),
  );
  expect(allowed(createSystemActor("job"))).toEqual([...ACTIONS].sort());
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
