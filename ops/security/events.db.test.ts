import { eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "#db/schema/index.ts";
import { checkAuditChain } from "#domain/audit/check-audit-chain.ts";
import { grantRole } from "#domain/accounts/grant-role.ts";
import { createSystemActor, visitor } from "#domain/kernel/actor.ts";
import { audit } from "#domain/audit.ts";
import { type ApiSchool, ask, makeToken, openApiSchool } from "#tests/support/api.ts";
import { receiveWebhook } from "#app/webhooks/receive.ts";
import { reading, write } from "#runtime";
import { asStep } from "#tests/support/as-step.ts";
import { resetSecurityEvents, recordSecurityEvent, getSecurityEventCounts, writeSecurityEvents } from "./events.ts";
import { startSecurityEvents } from "./start-events.ts";

let school: ApiSchool;
beforeAll(async () => {
  school = await openApiSchool();
  startSecurityEvents();
});
afterAll(async () => {
  resetSecurityEvents();
  await school.close();
});

/** How many entries there were before a test: the log is append-only, so nothing is taken away. */
let before = 0;
const rows = async () => {
  const all = await school.database.read
    .select()
    .from(auditLog)
    .where(like(auditLog.action, "security.%"))
    .orderBy(auditLog.seq);
  return all.slice(before);
};
beforeEach(async () => {
  resetSecurityEvents();
  before = 0;
  before = (await rows()).length;
});

const requestId = "req_00000000000000000000000000000001";

describe("under attack", () => {
  test("a hundred thousand wrong passwords from ten thousand addresses are few rows, and are counted to the last", async () => {
    for (let n = 0; n < 100_000; n++) {
      const address = `10.${n % 200}.${n % 50}.1`;
      recordSecurityEvent({
        kind: "sign_in_failed",
        address,
        requestId,
        reason: "wrong_credentials",
        email: `p${n}@example.org`,
      });
    }
    await writeSecurityEvents();
    const written = await rows();
    expect(written.length).toBeLessThanOrEqual(9);
    expect(written.reduce((sum, { after }) => sum + Number(after?.count), 0)).toBe(100_000);
    expect(written.some(({ objectId }) => objectId === "others")).toBe(true);
    expect(getSecurityEventCounts().get("sign_in_failed")).toBe(100_000);
  });

  test("one source is one row for each who comes from it, and the row says when and how often", async () => {
    const { id } = await school.person("support");
    const actor = { type: "user" as const, id, roles: ["support" as const] };
    for (let n = 0; n < 50; n++) {
      recordSecurityEvent({
        kind: "operation_denied",
        address: `2001:db8:1:1::${n}`,
        requestId,
        actor,
        reason: "settings.edit",
      });
      recordSecurityEvent({ kind: "throttled", address: "203.0.113.7", requestId, reason: "rate_limited" });
    }
    await writeSecurityEvents();
    expect(await rows()).toMatchObject([
      {
        action: "security.operation_denied",
        actorType: "user",
        actorId: id,
        objectId: "2001:db8:1:1::/64",
        after: { count: 50, reasons: { "settings.edit": 50 } },
      },
      { action: "security.throttled", actorType: "visitor", objectId: "203.0.113.7", after: { count: 50 } },
    ]);
  });

  test("what was typed is in no row; whose account was tried is, by their id", async () => {
    const person = await school.person("student");
    const tried = [person.email, "hunter2 typed into the wrong field"];
    for (const email of tried)
      recordSecurityEvent({ kind: "sign_in_failed", address: "203.0.113.8", requestId, email });
    await writeSecurityEvents();
    const [row] = await rows();
    expect(row?.after).toMatchObject({ accounts: [person.id], tried: 2 });
    for (const text of tried) expect(JSON.stringify(row)).not.toContain(text);
  });

  test("the chain of the audit log stays whole", async () => {
    const owner = reading(createSystemActor("test"));
    expect(await checkAuditChain(owner, 500)).toMatchObject({ brokenAt: null });
  });
});

describe("what the school refuses", () => {
  test("by the API is noted with its reason: tokens that are none, scopes that are missing, things of others", async () => {
    const [one, other] = await Promise.all([school.person("student"), school.person("student")]);
    const headers = { "x-forwarded-for": "198.51.100.9" };
    await ask("/courses", { token: "mtr_made-up", headers });
    await ask("/students", { token: await makeToken(school, one, ["courses:read"]), headers });
    await ask(`/students/${other.id}`, { token: await makeToken(school, one), headers });
    await writeSecurityEvents();
    const said = (await rows()).map(({ action, actorId, objectId }) => [action, actorId, objectId]);
    expect(said).toContainEqual(["security.token_refused", "", "198.51.100.9"]);
    expect(said).toContainEqual(["security.operation_denied", one.id, "198.51.100.9"]);
  });

  test("by a webhook is noted: a message that its provider has not signed", async () => {
    const headers = { "x-forwarded-for": "198.51.100.10", "content-type": "application/json" };
    const sent = new Request("http://localhost/webhooks/sandbox", { method: "POST", body: "{}", headers });
    expect((await receiveWebhook(sent, "sandbox")).status).toBe(400);
    await writeSecurityEvents();
    expect(await rows()).toMatchObject([{ action: "security.webhook_refused", objectId: "198.51.100.10" }]);
  });

  test("and changes of who may do what are counted, in whatever verb", async () => {
    const [owner, person] = await Promise.all([school.person("owner"), school.person("student")]);
    const as = { actor: { type: "user" as const, id: owner.id, roles: ["owner" as const], provenAt: school.clock() } };
    await write(as, (ctx) => grantRole(ctx, { userId: person.id, role: "support" }));
    expect(getSecurityEventCounts().get("access_changed")).toBe(1);
  });
});

test("a successful sign-in and a sign-up are entries of their person, and not of a visitor", async () => {
  const { id } = await school.person("student");
  await write(
    { actor: visitor },
    asStep((ctx) =>
      audit(ctx, "session.create", { type: "session", id: "ses_test" }, { after: { userId: id, how: "password" } }),
    ),
  );
  await write(
    { actor: visitor },
    asStep((ctx) => audit(ctx, "account.create", { type: "user", id }, { after: { how: "password" } })),
  );
  const entries = await school.database.read.select().from(auditLog).where(eq(auditLog.actorId, id));
  expect(entries.map(({ action, actorType }) => [action, actorType])).toEqual([
    ["session.create", "user"],
    ["account.create", "user"],
  ]);
});
