import { applications, certificates } from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { TestSchool } from "./school.ts";

type Place = { studentId: string; courseId: string; cohortId: string; enrolmentId: string; appliedTo: string };

/** A certificate of somebody's place, and their application for one in another cohort. */
export async function addPapers(
  school: TestSchool,
  { appliedTo, ...place }: Place,
): Promise<{ applicationId: string; certificateId: string }> {
  const [applicationId, certificateId, at] = [createId("application"), createId("certificate"), school.clock()];
  const applied = { id: applicationId, cohortId: appliedTo, studentId: place.studentId, appliedAt: at };
  await school.database.write(async (tx) => {
    await tx.insert(applications).values({ ...applied, state: "applied" });
    await tx.insert(certificates).values({
      ...{ ...place, id: certificateId, year: 2026, serial: 1, version: 1, code: "C", state: "issued", name: "A" },
      ...{ courseTitle: "T", language: "en", completedOn: "2026-01-08", issuedOn: "2026-01-08", issuedAt: at },
    });
  });
  return { applicationId, certificateId };
}
