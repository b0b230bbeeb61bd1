import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identities, userRoles, users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import { findViolations } from "#tests/support/invariants.ts";
import type { Actor } from "../kernel/actor.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { disableUser } from "../checkout/disable-user.ts";
import { findInvitation } from "./invitations.ts";
import { inviteColleague } from "./invite-colleague.ts";
import { inviteOwner } from "./invite-owner.ts";
import { linkIdentity } from "./link-identity.ts";
import { listInvitations } from "./list-invitations.ts";
import { requestCode } from "./request-code.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { revokeRole } from "./revoke-role.ts";
import { startSession } from "./start-session.ts";
import { hasOwner } from "./list-team.ts";
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
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const rolesIn = async (userId: string) => {
  const rows = await school.database.read.select().from(userRoles).where(eq(userRoles.userId, userId));
  return rows.map(({ role }) => role).sort();
};

type Colleague = Exclude<Role, "student">;

/** Invites an address and gives the secret that was mailed to it. */
async function invite(by: Actor, email: string, role: Colleague = "support") {
  const { invitationId } = await school.as(by)((ctx) => inviteColleague(ctx, { email, name: "Jonas Weber", role }));
  return { invitationId, secret: secretIn(await school.latestMail(email)) };
}

const accept = (secret: string, passwordHash = "hash of theirs") =>
  school.asVisitor((ctx) => acceptInvitation(ctx, { secret, name: "Jonas Weber", passwordHash, device: DEVICE }));

describe("the first owner", () => {
  test("comes in by a link that works once and lets them choose name and password", async () => {
    expect(await hasOwner(school.database)).toBe(false);
    const { secret } = await school.asSystem((ctx) => inviteOwner(ctx, { email: "owner@example.org" }));
    expect(await hasOwner(school.database), "before the link is followed").toBe(false);
    const session = await accept(secret);
    expect(await school.whoHolds(session.token)).toMatchObject({
      name: "Jonas Weber",
      verified: true,
      roles: ["owner"],
    });
    await expect(accept(secret)).rejects.toEqual(refusal("wrong_code"));
    expect(await hasOwner(school.database)).toBe(true);
  });

  test("who is invited again gets a new link, and the one before stops working", async () => {
    const again = () => school.asSystem((ctx) => inviteOwner(ctx, { email: "second@example.org" }));
    const [first, second] = [await again(), await again()];
    await expect(accept(first.secret)).rejects.toEqual(refusal("wrong_code"));
    const { userId } = await accept(second.secret);
    await school.asSystem((ctx) => revokeRole(ctx, { userId, role: "owner" }));
  });

  test("is nobody's to invite but the operator's and an owner's", async () => {
    const admin = await school.person("admin");
    const third = { email: "third@example.org", name: "X", role: "owner" } as const;
    const attempts = [
      school.as(admin)((ctx) => inviteOwner(ctx, third)),
      school.as(admin)((ctx) => inviteColleague(ctx, third)),
    ];
    await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toEqual(refusal("forbidden"))));
  });
});

describe("a role", () => {
  test("comes with acceptance by the mailed link, and not before", async () => {
    const admin = await school.person("admin");
    const email = "jonas@example.org";
    const { secret } = await invite(admin, email);
    expect(await school.latestMail(email)).toMatchObject({ kind: "invitation", payload: { days: 7 } });
    expect(await findInvitation(school.database.read, secret, school.clock())).toMatchObject({
      email,
      role: "support",
    });
    const session = await accept(secret);
    expect(await school.whoHolds(session.token)).toMatchObject({ email, roles: ["support"], verified: true });
  });

  test("does not come to whoever signed up with the address before, and nothing they set up opens the account after", async () => {
    const admin = await school.person("admin");
    const squatter = await school.newcomer();
    const { userId, email, passwordHash } = squatter;
    const identity = { provider: "google", subject: "squatter", email, emailVerified: false, name: "Squatter" };
    await school.database.write((tx) =>
      tx.insert(identities).values({ id: "idn_squatter", ...identity, userId, createdAt: school.clock() }),
    );
    const open = await school.openWaysIn(userId);
    const { secret } = await invite(admin, email, "admin");
    expect(await rolesIn(userId)).toEqual(["student"]);
    expect(await open(), "an invitation alone ends nothing").toEqual(ALL_OPEN);

    const session = await accept(secret);
    expect(session.userId).toBe(userId);
    expect(await rolesIn(userId)).toEqual(["admin", "student"]);
    expect(await open()).toEqual(ALL_ENDED);
    expect(await school.whoHolds(squatter.session.token)).toBeUndefined();
    const byPassword = school.asVisitor((ctx) =>
      startSession(ctx, { checked: { userId, passwordHash }, device: DEVICE }),
    );
    await expect(byPassword).rejects.toEqual(refusal("wrong_credentials"));
    const byProvider = school.asVisitor((ctx) => linkIdentity(ctx, { identity, device: DEVICE }));
    await expect(byProvider).rejects.toEqual(refusal("forbidden"));
  });

  test("comes to nobody who signs up between the invitation and its acceptance", async () => {
    const admin = await school.person("admin");
    const email = `newcomer${Number.MAX_SAFE_INTEGER}@example.org`;
    const { secret } = await invite(admin, email);
    const between = await school.newcomer();
    await school.database.write((tx) => tx.update(users).set({ email }).where(eq(users.id, between.userId)));
    expect(await rolesIn(between.userId)).toEqual(["student"]);
    expect((await accept(secret)).userId).toBe(between.userId);
    expect(await school.whoHolds(between.session.token)).toBeUndefined();
  });

  test("that a confirmed person accepts ends every way in of before, also mailed links, and tells them", async () => {
    const admin = await school.person("admin");
    const { userId, email } = await school.newcomer();
    await school.confirm(userId);
    const open = await school.openWaysIn(userId);
    const { secret } = await invite(admin, email);
    expect(await open()).toEqual(ALL_OPEN);
    await school.asVisitor((ctx) => requestCode(ctx, { email, purpose: "reset", schoolSecret: SCHOOL_SECRET }));
    await accept(secret);
    expect(await open()).toEqual(ALL_ENDED);
    expect(await school.latestMail(email)).toMatchObject({ kind: "password_changed" });
  });
});

describe("the language of who comes in by an invitation", () => {
  const languageOf = async (userId: string) => {
    const [row] = await school.database.read.select().from(users).where(eq(users.id, userId));
    return row?.language;
  };
  const acceptIn = (language: string | undefined, secret: string, by?: Actor) =>
    (by ? school.as(by) : school.asVisitor)((ctx) =>
      acceptInvitation(
        { ...ctx, ...(language && { language }) },
        { secret, name: "Jonas Weber", passwordHash: "hash", device: DEVICE },
      ),
    );

  test("is that of the page on which they accept it, whoever is signed in there", async () => {
    const owner = await school.person("owner");
    const other = await school.person("student");
    const by = { type: "user", id: owner.id, roles: ["owner"], provenAt: school.clock() } as const;
    const first = await invite(by, "german@example.org");
    expect(await languageOf((await acceptIn("de", first.secret)).userId)).toBe("de");
    const second = await invite(by, "german-too@example.org");
    const signedIn = { type: "user", id: other.id, roles: ["student"] } as const;
    expect(await languageOf((await acceptIn("de", second.secret, signedIn)).userId)).toBe("de");
    const third = await invite(by, "plain@example.org");
    expect(await languageOf((await acceptIn(undefined, third.secret)).userId)).toBeNull();
  });

  test("stays what an account had chosen, and comes to one that had chosen none", async () => {
    const owner = await school.person("owner");
    const by = { type: "user", id: owner.id, roles: ["owner"], provenAt: school.clock() } as const;
    for (const [before, after] of [
      ["fr", "fr"],
      [null, "de"],
    ] as const) {
      const person = await school.person("student");
      await school.database.write((tx) =>
        tx.update(users).set({ language: before }).where(eq(users.id, person.id)).returning(),
      );
      const { secret } = await invite(by, person.email);
      expect(await languageOf((await acceptIn("de", secret)).userId)).toBe(after);
    }
  });
});

describe("an admin's invitation", () => {
  test("changes nothing about an owner", async () => {
    const admin = await school.person("admin");
    const owner = await school.person("owner");
    const open = await school.openWaysIn(owner.id);
    await expect(invite(admin, owner.email)).rejects.toEqual(refusal("forbidden"));
    expect(await open()).toEqual(ALL_OPEN);
    expect(await rolesIn(owner.id)).toEqual(["owner"]);
  });

  test("changes nothing about somebody who has become an owner since", async () => {
    const admin = await school.person("admin");
    const person = await school.newcomer();
    const { secret } = await invite(admin, person.email);
    await school.database.write((tx) =>
      tx.insert(userRoles).values({ userId: person.userId, role: "owner", grantedAt: school.clock() }),
    );
    await expect(accept(secret)).rejects.toEqual(refusal("wrong_code"));
    expect(await rolesIn(person.userId)).toEqual(["owner", "student"]);
    await school.database.write((tx) => tx.delete(userRoles).where(eq(userRoles.userId, person.userId)));
  });

  test.each(["loses the role", "is disabled"])("stops working when who made it %s", async (how) => {
    const owner = await school.person("owner");
    const admin = await school.person("admin");
    const { secret } = await invite(admin, `accomplice-${how.length}@example.org`, "admin");
    await school.as(owner)((ctx) =>
      how === "is disabled"
        ? disableUser(ctx, { userId: admin.id })
        : revokeRole(ctx, { userId: admin.id, role: "admin" }),
    );
    await expect(accept(secret)).rejects.toEqual(refusal("wrong_code"));
  });

  test("asks for a recent sign-in", async () => {
    const { provenAt: _, ...admin } = await school.person("admin");
    await expect(invite(admin, "later@example.org")).rejects.toEqual(refusal("sign_in_not_recent"));
  });
});

describe("an invitation that waits", () => {
  test("is listed for the team, and can be taken back: then its link opens nothing", async () => {
    const admin = await school.person("admin");
    const { invitationId, secret } = await invite(admin, "waits@example.org");
    const listed = await listInvitations(school.reading(admin));
    expect(listed[0]).toMatchObject({
      id: invitationId,
      email: "waits@example.org",
      role: "support",
      isExpired: false,
    });
    const revoke = () => school.as(admin)((ctx) => revokeInvitation(ctx, { invitationId }));
    await revoke();
    await revoke();
    expect(await findInvitation(school.database.read, secret, school.clock())).toBeUndefined();
    await expect(accept(secret)).rejects.toEqual(refusal("wrong_code"));
    expect((await listInvitations(school.reading(admin))).map(({ id }) => id)).not.toContain(invitationId);
  });

  test("of an owner is an owner's to take back, and one that was accepted is nobody's", async () => {
    const [admin, owner, support] = [
      await school.person("admin"),
      await school.person("owner"),
      await school.person("support"),
    ];
    const { invitationId } = await invite(owner, "next-owner@example.org", "owner");
    const attempts = [admin, support].map((who) => school.as(who)((ctx) => revokeInvitation(ctx, { invitationId })));
    await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toEqual(refusal("forbidden"))));
    await expect(listInvitations(school.reading(support))).rejects.toEqual(refusal("forbidden"));
    const accepted = await invite(admin, "accepted@example.org");
    await accept(accepted.secret);
    const late = school.as(admin)((ctx) => revokeInvitation(ctx, accepted));
    await expect(late).rejects.toEqual(refusal("wrong_state"));
  });

  test("works for seven days", async () => {
    const admin = await school.person("admin");
    const { invitationId, secret } = await invite(admin, "late@example.org");
    school.clock.forward(7 * DAY_MS);
    await expect(accept(secret)).rejects.toEqual(refusal("code_expired"));
    const listed = await listInvitations(school.reading(admin));
    expect(listed.find(({ id }) => id === invitationId)).toMatchObject({ isExpired: true });
  });

  test("dies with the address that it was sent to, when its account takes another", async () => {
    const admin = await school.person("admin");
    const { userId, email } = await school.newcomer();
    const { secret } = await invite(admin, email);
    await school.database.write((tx) =>
      tx.update(users).set({ email: "moved@example.org" }).where(eq(users.id, userId)),
    );
    await expect(accept(secret)).rejects.toEqual(refusal("wrong_code"));
  });

  test("is not made for an account that is disabled, or for a role that somebody has", async () => {
    const admin = await school.person("admin");
    const support = await school.person("support");
    const { userId, email } = await school.newcomer();
    await school.as(admin)((ctx) => disableUser(ctx, { userId }));
    await expect(invite(admin, email)).rejects.toEqual(refusal("wrong_state"));
    await expect(invite(admin, support.email)).rejects.toEqual(refusal("wrong_state"));
  });
});
