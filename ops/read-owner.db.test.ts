import { expect, test } from "vitest";
import { inviteOwner } from "#domain/accounts/invite-owner.ts";
import { acceptInvitation } from "#domain/accounts/accept-invitation.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { openTestSchool } from "#tests/support/school.ts";
import { lacksOwner } from "#db/read-owner.ts";

test("a school lacks an owner until one is invited, again when the link has run out, and no more once it was followed", async () => {
  const school = await openTestSchool();
  try {
    const lacks = () => lacksOwner(school.database.url, school.clock());
    const invite = () => school.asSystem((ctx) => inviteOwner(ctx, { email: "owner@example.org" }));
    expect(await lacks()).toBe(true);
    await invite();
    expect(await lacks()).toBe(false);
    school.clock.forward(7 * DAY_MS);
    expect(await lacks()).toBe(true);
    const { secret } = await invite();
    const device = { agent: "", address: "" };
    await school.as(visitor)((ctx) => acceptInvitation(ctx, { secret, name: "Owner", passwordHash: "x", device }));
    school.clock.forward(30 * DAY_MS);
    expect(await lacks()).toBe(false);
  } finally {
    await school.drop();
  }
});
