import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about places for others, one after the other as a family would. */
export async function askForPlaces({ school, office, student, done }: Asking): Promise<void> {
  const own = await school.token(await school.person("student"));
  const { id: cohortId } = await school.cohort();
  const places = [{ name: "Mia", email: "mia@example.org" }, {}];
  const { claimLinks } = await done("enrolOthers", "", own, { cohortId, places });
  const [mia, other] = claimLinks;
  expect((await done("withdrawClaimLink", mia.id, own)).path).toBeNull();
  const { path } = await done("renewClaimLink", mia.id, own);
  school.clock.forward(school.minutes(6));
  await done("sendClaimLink", mia.id, own);
  const secret = path.split("/").at(-1);
  expect(await done("claimEnrolment", mia.id, student.token, { secret })).toMatchObject({ state: "active" });
  expect((await done("reassignClaimLink", mia.id, office, { name: "Ada", why: "ill" })).state).toBe("open");
  expect((await done("cancelClaimLink", other.id, own)).state).toBe("cancelled");
  expect((await done("listClaimLinks", "", own)).items).toHaveLength(2);
}
