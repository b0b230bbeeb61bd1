import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { sessions, users } from "#db/schema/index.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { changePassword } from "./change-password.ts";
import { confirmSession } from "./confirm-session.ts";
import { createToken } from "./create-token.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { enableUser } from "./enable-user.ts";
import { grantRole } from "./grant-role.ts";
import { linkIdentity } from "./link-identity.ts";
import { listMySessions } from "./my-account.ts";
import { createSession } from "./create-session.ts";
import { requestCode } from "./request-code.ts";
import { resetPassword } from "./reset-password.ts";
import { revokeRole } from "./revoke-role.ts";
import { rotateCalendarKey } from "./rotate-calendar-key.ts";
import { toActor, findViewer } from "./sessions.ts";
import { asStep } from "#tests/support/as-step.ts";
import {
  ALL_ENDED,
  ALL_OPEN,
  type AccountsSchool,
  DEVICE,
  openAccountsSchool,
  refusal,
  SCHOOL_SECRET,
  secretIn,
} from "./testing.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(() => school.drop());

type Person = Awaited<ReturnType<AccountsSchool["newcomer"]>>;

async function reset(email: string) {
  await school.asVisitor((ctx) => requestCode(ctx, { email, purpose: "reset", schoolSecret: SCHOOL_SECRET }));
  const secret = secretIn(await school.latestMail(email));
  await school.asVisitor((ctx) => resetPassword(ctx, { secret, passwordHash: "another", device: DEVICE }));
}

const byAdmin = async (verb: (ctx: WriteCtx) => Promise<unknown>) => school.as(await school.person("admin"))(verb);

/** Everything that changes who may act as a person. */
const CHANGES: Record<string, (person: Person) => Promise<unknown>> = {
  "a change of password": ({ actor, userId, session: { sessionId }, passwordHash: currentHash }) =>
    school.as(actor)((ctx) => changePassword(ctx, { userId, sessionId, currentHash, newHash: "new", device: DEVICE })),
  "a reset of the password": ({ email }) => reset(email),
  "a reset of the password of somebody whose address is proved": async ({ userId, email }) => {
    await school.confirm(userId);
    await reset(email);
  },
  "a role that is given": async ({ userId }) => {
    await school.confirm(userId);
    await byAdmin((ctx) => grantRole(ctx, { userId, role: "support" }));
  },
  "a role that is taken": ({ userId }) => byAdmin((ctx) => revokeRole(ctx, { userId, role: "student" })),
  "being disabled, also once enabled again": async ({ userId }) => {
    await byAdmin((ctx) => disableUser(ctx, { userId }));
    await byAdmin((ctx) => enableUser(ctx, { userId }));
  },
  "the first proof of the address": ({ email }) =>
    school.asVisitor((ctx) =>
      linkIdentity(ctx, {
        identity: { provider: "google", subject: email, email, emailVerified: true, name: "Somebody" },
        device: DEVICE,
      }),
    ),
};

test.each(Object.entries(CHANGES))("%s ends sessions, API tokens and the calendar link", async (_what, change) => {
  const person = await school.newcomer();
  const bystander = await school.newcomer();
  const [open, others] = [await school.openWaysIn(person.userId), await school.openWaysIn(bystander.userId)];
  expect(await open()).toEqual(ALL_OPEN);
  await change(person);
  expect(await open()).toEqual(ALL_ENDED);
  expect(await others(), "somebody else's").toEqual(ALL_OPEN);
});

test("nothing opens a disabled account, not even what nobody ended", async () => {
  const { userId, session } = await school.newcomer();
  const open = await school.openWaysIn(userId);
  await school.database.write((tx) => tx.update(users).set({ disabledAt: school.clock() }).where(eq(users.id, userId)));
  expect(await open()).toEqual(ALL_ENDED);
  expect(await school.whoHolds(session.token)).toBeUndefined();
});

test("who changes their own roles stays signed in where they do it, and nowhere else", async () => {
  const person = await school.newcomer();
  const { userId, session, actor } = person;
  await school.confirm(userId);
  const open = await school.openWaysIn(userId);
  await school.as({ ...actor, roles: ["admin"] })((ctx) => grantRole(ctx, { userId, role: "support" }));
  expect(await open()).toEqual(ALL_ENDED);
  expect(await school.whoHolds(session.token)).toMatchObject({ roles: expect.arrayContaining(["support"]) });
  expect(await school.latestMail(person.email)).toMatchObject({
    kind: "security_notice",
    payload: { event: "roles_changed", roles: ["student", "support"] },
  });
});

describe("a recent sign-in", () => {
  const makeToken = (userId: string) => (ctx: WriteCtx) =>
    createToken(ctx, { userId, name: "Sheet", scopes: ["courses:read"], expiresAt: null });

  /** What asks for one, as somebody might who finds a browser open. */
  const ASKED: Record<string, (userId: string) => (ctx: WriteCtx) => Promise<unknown>> = {
    "a token": makeToken,
    "a calendar link": (userId) => (ctx) => rotateCalendarKey(ctx, { userId }),
    "a role that is given": (userId) => (ctx) => grantRole(ctx, { userId, role: "support" }),
    "a role that is taken": (userId) => (ctx) => revokeRole(ctx, { userId, role: "student" }),
  };

  async function whoAsks(person: Person) {
    const viewer = await school.whoHolds(person.session.token);
    const actor = toActor(viewer);
    return actor.type === "user" ? { ...actor, roles: ["admin", "student"] as const } : actor;
  }

  test.each(Object.entries(ASKED))(
    "is asked for by %s, and typing the password again counts as one",
    async (_, ask) => {
      const person = await school.newcomer();
      const { userId, passwordHash, session } = person;
      await school.confirm(userId);
      school.clock.forward(16 * MINUTE_MS);
      await expect(school.as(await whoAsks(person))(ask(userId))).rejects.toEqual(refusal("sign_in_not_recent"));
      const { sessionId } = session;
      await school.as(person.actor)((ctx) => confirmSession(ctx, { userId, sessionId, passwordHash }));
      school.clock.forward(14 * MINUTE_MS);
      await school.as(await whoAsks(person))(ask(userId));
    },
  );

  test("is told by mail of what was made", async () => {
    const { actor, userId, email } = await school.newcomer();
    await school.as(actor)(makeToken(userId));
    expect(await school.latestMail(email)).toMatchObject({
      kind: "security_notice",
      payload: { event: "token_created", token: "Sheet", scopes: ["courses:read"] },
    });
    await school.as(actor)((ctx) => rotateCalendarKey(ctx, { userId }));
    expect(await school.latestMail(email)).toMatchObject({ payload: { event: "calendar_link_created" } });
  });

  test("is nothing that an API token has", async () => {
    const { provenAt: _, sessionId: __, ...actor } = (await school.newcomer()).actor;
    const holder = { ...actor, scopes: ["tokens:write", "courses:read"] };
    await expect(school.as(holder)(makeToken(actor.id))).rejects.toEqual(refusal("sign_in_not_recent"));
  });

  test("is not noted for a password that was changed meanwhile, or a session that has ended", async () => {
    const { actor, userId, passwordHash, session } = await school.newcomer();
    const { sessionId } = session;
    const confirm = (hash: string) =>
      school.as(actor)((ctx) => confirmSession(ctx, { userId, sessionId, passwordHash: hash }));
    await expect(confirm("an older one")).rejects.toEqual(refusal("wrong_state"));
    await school.database.write((tx) =>
      tx.update(sessions).set({ revokedAt: school.clock() }).where(eq(sessions.id, sessionId)),
    );
    await expect(confirm(passwordHash)).rejects.toEqual(refusal("wrong_state"));
  });
});

describe("a sign-in that nobody uses", () => {
  const holder = (token: string) => findViewer(school.database.read, token, school.clock(), school.rules);

  test.each([
    ["a colleague's", "support", 12 * HOUR_MS],
    ["an instructor's", "instructor", 12 * HOUR_MS],
    ["a student's", "student", 5 * DAY_MS],
  ] as const)("ends, %s after its own time", async (_whose, role, idleMs) => {
    const rules = { ...school.rules, sessionIdleMs: { staff: 12 * HOUR_MS, student: 5 * DAY_MS } };
    const person = await school.person(role);
    const { token, sessionId } = await school.asSystem(asStep((ctx) => createSession(ctx, person.id, DEVICE)));
    const find = () => findViewer(school.database.read, token, school.clock(), rules);
    const listed = () => listMySessions({ ...school.reading(person), rules });
    school.clock.forward(idleMs);
    expect(await find()).toMatchObject({ userId: person.id });
    expect(await listed()).toHaveLength(1);
    await school.database.write((tx) =>
      tx.update(sessions).set({ lastSeenAt: school.clock() }).where(eq(sessions.id, sessionId)),
    );
    school.clock.forward(idleMs);
    expect(await find(), "used meanwhile").toBeDefined();
    school.clock.forward(1);
    expect(await find()).toBeUndefined();
    expect(await listed()).toEqual([]);
  });

  test("of a student lasts as long as any sign-in, unless the school says otherwise", async () => {
    const { session, userId } = await school.newcomer();
    await school.database.write((tx) => tx.update(users).set({ name: "Patient" }).where(eq(users.id, userId)));
    school.clock.forward(30 * DAY_MS - 1);
    expect(await holder(session.token)).toMatchObject({ name: "Patient" });
  });
});
