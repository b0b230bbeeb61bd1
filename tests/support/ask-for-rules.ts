import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about who may enrol, one after the other as a school would. */
export async function askForRules({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort();
  const group = {
    name: "Muster AG",
    code: "muster-26",
    addresses: ["*.Firm.example"],
    seats: 1,
    untilOn: "2199-01-01",
  };
  const blocked = await school.cohort({ capacity: 1 });
  const block = await done("createSeatBlock", blocked.id, office, group);
  expect([block.code, block.addresses]).toEqual(["MUSTER-26", ["*.firm.example"]]);
  await done("createEnrolment", "", student.token, { cohortId: blocked.id, code: "Muster-26" });
  expect((await done("listSeatBlocks", blocked.id, office)).items[0]).toMatchObject({ used: 1 });
  expect((await done("endSeatBlock", block.id, office)).state).toBe("ended");
  const rules = { prerequisiteIds: [], ageMin: 16, mailDomains: ["*.Example.org", "zürich.example"] };
  const { birthQuestionId } = await done("setCohortRules", cohortId, office, rules);
  const { mailDomains } = await done("readCohortRules", cohortId, student.token);
  expect(mailDomains).toEqual(["*.example.org", "xn--zrich-kva.example"]);
  await done("setCohortRules", cohortId, office, { ageMin: null, mailDomains: [] });
  await done("retireQuestion", birthQuestionId, office);
  await done("setCohortRules", cohortId, office, { needsApproval: true });
  const apply = () => done("createApplication", "", student.token, { cohortId });
  await done("withdrawApplication", (await apply()).id, student.token);
  const declined = await done("declineApplication", (await apply()).id, office, { reply: "Too early." });
  expect([declined.state, declined.reply]).toEqual(["declined", "Too early."]);
  expect(await done("approveApplication", (await apply()).id, office)).toMatchObject({ state: "approved" });
  expect((await done("listApplications", "", student.token)).items).toHaveLength(3);
}
