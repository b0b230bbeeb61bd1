import type { Role } from "#db/enums.ts";
import type { Actor } from "./kernel/actor.ts";
import type { Authorized } from "./kernel/command.ts";
import { Refusal } from "./kernel/refusal.ts";

/** What the policy needs to know of a thing: whose it is, and who teaches it. */
export type Resource = {
  /** The person whose thing it is (a student's order, one's own account). */
  ownerId?: string | null;
  /** The people who teach the course it belongs to. */
  teacherIds?: readonly string[];
};

type Row = {
  /** Everybody, signed in or not. */
  anyone?: true;
  /** Everybody who has signed in. */
  signedIn?: true;
  /** The person whose thing it is. */
  owner?: true;
  /** Who teaches the course. */
  teacher?: true;
  roles?: readonly Role[];
};

const ADMIN: readonly Role[] = ["admin", "owner"];
const MONEY: readonly Role[] = ["finance", "admin", "owner"];
const DESK: readonly Role[] = ["support", "admin", "owner"];
const OFFICE: readonly Role[] = ["support", "finance", "admin", "owner"];
const STAFF: readonly Role[] = ["instructor", "support", "finance", "admin", "owner"];

/** Who may do what. The system (jobs, providers' messages, the operator's commands) may do everything. */
const POLICY = {
  "account.create": { anyone: true },
  "account.edit": { owner: true },
  // Whoever holds what was mailed to an address: the secret is the check, and asking for one is anybody's.
  "account.prove": { anyone: true },
  "session.create": { anyone: true },
  "session.end": { owner: true, roles: ADMIN },
  "token.create": { owner: true },
  "token.revoke": { owner: true, roles: ADMIN },
  "student.list": { roles: OFFICE },
  "student.create": { roles: DESK },
  "student.read": { owner: true, roles: OFFICE },
  "student.edit": { roles: DESK },
  "student.disable": { roles: ADMIN },
  // Many at once by a file, whom it may also disable.
  "student.import": { roles: ADMIN },
  "student.merge": { roles: ADMIN },
  "team.read": { roles: ADMIN },
  "team.edit": { roles: ADMIN },
  "team.edit_owner": { roles: ["owner"] },
  "settings.read": { roles: ADMIN },
  "settings.edit": { roles: ADMIN },
  // Where the school's money and its mails go.
  "connection.edit": { roles: ["owner"] },
  "audit.read": { roles: ADMIN },
  // How the machine and the database fare, and what keeps them well.
  "system.read": { roles: ADMIN },
  "system.run": { roles: ADMIN },
  "dashboard.read": { roles: STAFF },
  "money.read": { roles: MONEY },
  "accounting.read": { roles: MONEY },
  // What the ledger says, and what is earned with time.
  "accounting.book": {},
  // By hand: opening balances, corrections, and the numbers of the accounts.
  "accounting.edit": { roles: MONEY },
  "accounting.close": { roles: MONEY },
  "accounting.reopen": { roles: ADMIN },
  "mail.read": { roles: DESK },
  "mail.read_secrets": { roles: ["owner"] },
  "mail.resend": { roles: DESK },
  "mail.send": {},
  "course.read": { anyone: true },
  "course.read_hidden": { teacher: true, roles: OFFICE },
  "course.list": { roles: STAFF },
  "course.create": { roles: ADMIN },
  "course.edit": { teacher: true, roles: ADMIN },
  "course.publish": { roles: ADMIN },
  "course.delete": { roles: ADMIN },
  "course.staff": { roles: ADMIN },
  "course.import": { roles: ADMIN },
  "cohort.edit": { roles: ADMIN },
  // To try again what went wrong when one was cancelled.
  "cohort.retry": { roles: ADMIN },
  "material.edit": { teacher: true, roles: ADMIN },
  "file.upload": { signedIn: true },
  "enrolment.create": { owner: true, roles: DESK },
  "enrolment.add": { roles: DESK },
  // To buy places for others; whoever holds the link of one may claim it: its secret is the check.
  "claim_link.create": { owner: true, roles: DESK },
  "claim_link.use": { signedIn: true },
  "claim_link.list": { roles: OFFICE },
  "claim_link.read": { owner: true, roles: OFFICE },
  // To say for whom it is, to mail it, to withdraw it and to make a new one, as long as nobody has claimed it; then the office alone.
  "claim_link.edit": { owner: true, roles: DESK },
  "claim_link.reassign": { roles: DESK },
  "claim_link.cancel": { owner: true, roles: DESK },
  "claim_link.remind": {},
  "enrolment.list": { roles: OFFICE },
  "enrolment.read": { owner: true, teacher: true, roles: OFFICE },
  "enrolment.cancel": { roles: DESK },
  // To give back one's own place, which has cost nothing.
  "enrolment.leave": { owner: true },
  "enrolment.move": { roles: DESK },
  "enrolment.suspend": { roles: DESK },
  "enrolment.complete": { teacher: true, roles: DESK },
  // What the rule of its cohort says is done.
  "enrolment.complete_by_rule": {},
  "enrolment.revoke": { roles: DESK },
  // What says that somebody has done a course.
  "certificate.read": { owner: true, teacher: true, roles: OFFICE },
  "certificate.list": { roles: OFFICE },
  "certificate.issue": { teacher: true, roles: DESK },
  // To say how one is called on it.
  "certificate.name": { owner: true },
  "certificate.correct": { roles: DESK },
  "certificate.revoke": { roles: DESK },
  "certificate.sign": {},
  // Whoever holds one may know whether it is valid.
  "certificate.check": { anyone: true },
  // To ask for a place about which the office decides.
  "application.create": { owner: true, roles: DESK },
  "application.withdraw": { owner: true },
  "application.read": { owner: true, roles: OFFICE },
  "application.list": { roles: OFFICE },
  "application.decide": { roles: DESK },
  // What is asked at enrolment, and what somebody answers. Who may read the enrolment may read its answers.
  "question.edit": { roles: ADMIN },
  "answer.give": { owner: true, roles: DESK },
  "answer.erase": { roles: DESK },
  // What a student says they have done.
  "progress.edit": { owner: true },
  "access.open": { owner: true },
  // To write to the students of a course, and to read what was written to them.
  "announcement.send": { teacher: true, roles: DESK },
  "announcement.read": { teacher: true, roles: OFFICE },
  "announcement.deliver": {},
  // Whether students were at the meetings of a course; they check in by themselves with the code in the room.
  "attendance.read": { owner: true, teacher: true, roles: OFFICE },
  "attendance.mark": { teacher: true, roles: DESK },
  "attendance.check_in": { owner: true },
  // How much is opened: of a course, and of all.
  "usage.read": { teacher: true, roles: OFFICE },
  "usage.list": { roles: OFFICE },
  // What somebody may open and why, and what the office does about it.
  "access.read": { owner: true, roles: OFFICE },
  "access.extend": { roles: DESK },
  "access.shorten": { roles: DESK },
  "access.give": { roles: DESK },
  "access.revoke": { roles: DESK },
  "access.remind": {},
  "cohort.remind": {},
  "cohort.notify": {},
  "renewal.create": { owner: true },
  "renewal.read": { owner: true, roles: OFFICE },
  "renewal.list": { roles: OFFICE },
  "renewal.decide": { roles: DESK },
  // What takes something off the price: who may see it, and who may give it.
  "coupon.list": { roles: OFFICE },
  "coupon.edit": { roles: MONEY },
  "price_rule.list": { roles: OFFICE },
  "price_rule.edit": { roles: MONEY },
  /** What of the money waits for a person: each sees that about which they may do something. */
  "work.list": { roles: OFFICE },
  "work.assign": { roles: OFFICE },
  "work.step": { roles: OFFICE },
  "order.list": { roles: OFFICE },
  "order.read": { owner: true, roles: OFFICE },
  // The providers' books beside ours.
  "reconciliation.list": { roles: MONEY },
  "reconciliation.resolve": { roles: MONEY },
  "reconciliation.run": {},
  // To charge a card that was kept, for a part that is due.
  "payment.charge": {},
  "saved_card.read": { owner: true, roles: MONEY },
  "saved_card.remove": { owner: true },
  "order.pay": { owner: true },
  "order.cancel": { owner: true, roles: MONEY },
  // To end something paid: places for who may cancel them, money for who may send it back.
  "order.end": { roles: OFFICE },
  // To withdraw from a contract: a right that asks for no account. What was declared the office answers,
  // and an accepted one ends the places and asks the money back, whoever of the office has answered.
  "withdrawal.declare": { anyone: true },
  "withdrawal.list": { roles: OFFICE },
  "withdrawal.decide": { roles: OFFICE },
  // To prepare an order for a student, and to send it.
  "order.draft": { roles: OFFICE },
  // To say to whom an order is billed.
  "order.bill": { owner: true, roles: OFFICE },
  "order.expire": {},
  // What a buyer is billed by. Those that are paid come about by themselves; the office issues and corrects others.
  "invoice.list": { roles: OFFICE },
  "invoice.read": { owner: true, roles: OFFICE },
  "invoice.issue": { roles: MONEY },
  "invoice.correct": { roles: MONEY },
  "invoice.make": {},
  "invoice.check_vat": {},
  "payment.list": { roles: OFFICE },
  "payment.read": { owner: true, roles: OFFICE },
  "payment.settle": {},
  "payment.fail": {},
  "payment.confirm": { roles: MONEY },
  // To remind of what is due, and to say of an order that it is not reminded.
  "payment.remind": { roles: MONEY },
  // To forgive the fees of reminders, and what is left of the fee of a cancellation.
  "order.waive": { roles: MONEY },
  "refund.request": { roles: MONEY },
  // To decide about one that needs a second person.
  "refund.approve": { roles: MONEY },
  "refund.decline": { roles: MONEY },
  // Credit that somebody has with the school: to look at it, to offer it for money, to agree, to give some of the school's own.
  "credit.read": { owner: true, roles: OFFICE },
  "credit.offer": { roles: MONEY },
  "credit.decide": { owner: true },
  "credit.give": { roles: MONEY },
  "credit.pay_out": { roles: MONEY },
  // To say to which account one's own refund goes.
  "refund.account": { owner: true },
  // To ask the buyer for it again, and to say that a transfer came back.
  "refund.ask": { roles: MONEY },
  "refund.return": { roles: MONEY },
  // Refunds by transfer, and the files in which they go to the bank.
  "payout.list": { roles: MONEY },
  "payout.create": { roles: MONEY },
  "payout.download": { roles: MONEY },
  "payout.remove": { roles: MONEY },
  "payout.send": { roles: MONEY },
  "payout.cancel": { roles: MONEY },
  // What the bank says of the school's accounts, and for what it is taken.
  "bank.list": { roles: MONEY },
  "bank.account": { roles: MONEY },
  "bank.archive": { roles: MONEY },
  "bank.explain": { roles: MONEY },
  "bank.load": { roles: MONEY },
  "bank.match": { roles: MONEY },
  "bank.ignore": { roles: MONEY },
  "bank.undo": { roles: MONEY },
  "refund.record": {},
  "dispute.record": {},
  // To say that what an order was flagged for is resolved.
  "order.resolve": { roles: MONEY },
  "waiting.join": { owner: true, roles: DESK },
  "waiting.read": { owner: true, roles: OFFICE },
  "waiting.decide": { owner: true },
  "waiting.offer": {},
  "ticket.open": { owner: true, roles: DESK },
  "ticket.list": { roles: DESK },
  // A teacher those about their course, where the school lets them (domain/tickets/find-ticket.ts).
  "ticket.read": { owner: true, teacher: true, roles: DESK },
  "ticket.reply": { owner: true },
  "ticket.answer": { teacher: true, roles: DESK },
  "ticket.note": { roles: DESK },
  "ticket.assign": { roles: DESK },
  "ticket.prioritise": { roles: DESK },
  "ticket.resolve": { owner: true, roles: DESK },
  "ticket.reopen": { roles: DESK },
  "ticket.merge": { roles: DESK },
  "ticket.close": { roles: DESK },
  "security.record": {},
  "maintenance.purge": {},
  "maintenance.reconcile": {},
  "maintenance.notify": {},
  "maintenance.fill_keys": {},
  "maintenance.count_usage": {},
} as const satisfies Record<string, Row>;

export type Action = keyof typeof POLICY;
export const ACTIONS = Object.keys(POLICY) as Action[];

/** Opening a course is reading it; opening a ticket is not. */
const READS: readonly Action[] = ["access.open"];
const READING_VERBS = new Set(["read", "list", "read_hidden"]);
/** Nouns that have no plural, or are one. */
const WITHOUT_PLURAL = new Set([
  "access",
  "attendance",
  "audit",
  "bank",
  "accounting",
  "mail",
  "money",
  "progress",
  "security",
  "settings",
  "system",
  "team",
  "usage",
  "waiting",
  "work",
]);

/** The scope that an API token needs for an action: `enrolment.create` needs `enrolments:write`. */
export function getScope(action: Action): string {
  const [noun, verb] = action.split(".") as [string, string];
  const things = WITHOUT_PLURAL.has(noun) ? noun : `${noun}s`;
  const reads = READING_VERBS.has(verb) || READS.includes(action);
  return `${things}:${reads ? "read" : "write"}`;
}

/** The only place that decides who may do what. */
export function isAllowed(actor: Actor, action: Action, resource: Resource = {}): boolean {
  if (actor.type === "system") return true;
  const row: Row = POLICY[action];
  if (row.anyone) return withinScopes(actor, action);
  if (actor.type !== "user" || !withinScopes(actor, action)) return false;
  if (row.signedIn) return true;
  if (row.owner && resource.ownerId === actor.id) return true;
  if (row.teacher && actor.roles.includes("instructor") && resource.teacherIds?.includes(actor.id)) return true;
  return row.roles?.some((role) => actor.roles.includes(role)) ?? false;
}

function withinScopes(actor: Actor, action: Action): boolean {
  return actor.type !== "user" || actor.scopes === undefined || actor.scopes.includes(getScope(action));
}

/**
 * Returns when the actor may do it, else refuses. Somebody else's thing is not found, exactly like one that does not exist; what
 * nobody of that role may do is forbidden; a visitor is asked to sign in. From here on the compiler takes `ctx` for one that
 * the policy has let through, which `audit` and every step ask for.
 */
export function authorize<Ctx extends { readonly actor: Actor }>(
  ctx: Ctx,
  action: Action,
  resource: Resource,
): asserts ctx is Ctx & Authorized {
  if (isAllowed(ctx.actor, action, resource)) return;
  if (ctx.actor.type === "visitor") throw new Refusal("not_signed_in");
  const denied = { denied: action };
  if (!withinScopes(ctx.actor, action)) throw new Refusal("scope_missing", denied);
  throw new Refusal(
    resource.ownerId === undefined && resource.teacherIds === undefined ? "forbidden" : "not_found",
    denied,
  );
}
