import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { orders, userRoles } from "#db/schema/index.ts";
import { acceptInvitation } from "../accounts/accept-invitation.ts";
import { findPerson } from "../accounts/find-person.ts";
import { revokeRole } from "../accounts/revoke-role.ts";
import { type AccountsSchool, DEVICE, openAccountsSchool, refusal, secretIn } from "../accounts/testing.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { draftOrder } from "../checkout/draft-order.ts";
import { sendOrder } from "../checkout/send-order.ts";
import { createStudent } from "./create-student.ts";

let school: AccountsSchool;
beforeAll(async () => {
  school = await openAccountsSchool();
});
afterAll(() => school.drop());

describe("a student who has called", () => {
  test("gets an account from the office, whose address is not confirmed, and no mail unless it is asked for", async () => {
    const support = await school.person("support");
    const caller = { name: "Élodie Roux", email: "elodie@example.org", welcome: false };
    const { userId } = await school.as(support)((ctx) => createStudent(ctx, caller));
    expect(await findPerson(school.reading(support), { id: userId })).toMatchObject({
      name: "Élodie Roux",
      roles: ["student"],
      verified: false,
    });
    expect(await school.latestMail(caller.email)).toBeUndefined();
  });

  test("is enrolled at once, or gets an order to pay", async () => {
    const support = await school.person("support");
    const { id: cohortId } = await school.cohort({ priceMinor: 4_000 });
    const { userId: studentId } = await school.as(support)((ctx) =>
      createStudent(ctx, { name: "Caller", email: "caller@example.org", welcome: false }),
    );
    const { id: orderId } = await school.as(support)((ctx) => draftOrder(ctx, { cohortId, studentId, why: "called" }));
    await school.as(support)((ctx) => sendOrder(ctx, { orderId }));
    const [order] = await school.database.read.select().from(orders).where(eq(orders.id, orderId));
    expect(order).toMatchObject({ state: "awaiting_payment", buyerId: studentId });
    expect(await school.latestMail("caller@example.org")).toMatchObject({ kind: "order_to_pay" });
    const free = await school.cohort();
    await school.as(support)((ctx) => addEnrolment(ctx, { cohortId: free.id, studentId, why: "called" }));
  });

  test("comes in by the welcome link, also when who sent it has left the office, and is a student by it and no more", async () => {
    const support = await school.person("support");
    const admin = await school.person("admin");
    const { userId } = await school.as(support)((ctx) =>
      createStudent(ctx, { name: "Welcome", email: "welcome@example.org", welcome: true }),
    );
    const mail = await school.latestMail("welcome@example.org");
    expect(mail).toMatchObject({ kind: "student_welcome", payload: { days: 7 } });
    await school.as(admin)((ctx) => revokeRole(ctx, { userId: support.id, role: "support" }));
    const accept = () =>
      school.asVisitor((ctx) =>
        acceptInvitation(ctx, { secret: secretIn(mail), name: "Welcome", passwordHash: "theirs", device: DEVICE }),
      );
    const session = await accept();
    expect(session.userId).toBe(userId);
    expect(await school.whoHolds(session.token)).toMatchObject({ verified: true, roles: ["student"] });
  });

  test("does not open a colleague's account by a welcome that is still out", async () => {
    const support = await school.person("support");
    const { userId } = await school.as(support)((ctx) =>
      createStudent(ctx, { name: "Later", email: "later@example.org", welcome: true }),
    );
    const secret = secretIn(await school.latestMail("later@example.org"));
    await school.database.write((tx) =>
      tx.insert(userRoles).values({ userId, role: "owner", grantedAt: school.clock() }),
    );
    const accept = school.asVisitor((ctx) =>
      acceptInvitation(ctx, { secret, name: "X", passwordHash: "theirs", device: DEVICE }),
    );
    await expect(accept).rejects.toEqual(refusal("wrong_code"));
  });

  test("is nobody's to make but the desk's, and has an address of their own", async () => {
    const support = await school.person("support");
    const taken = { name: "Twice", email: support.email, welcome: true };
    await expect(school.as(support)((ctx) => createStudent(ctx, taken))).rejects.toEqual(refusal("email_taken"));
    for (const role of ["student", "instructor", "finance"] as const) {
      const who = await school.person(role);
      const attempt = school.as(who)((ctx) => createStudent(ctx, { ...taken, email: "free@example.org" }));
      await expect(attempt).rejects.toEqual(refusal("forbidden"));
    }
  });
});
