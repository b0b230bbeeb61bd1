import { and, eq, ne } from "drizzle-orm";
import { certificates } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { type EnrolmentFacts, getEnrolmentFacts } from "./order-facts.ts";

/** What a mail says of an enrolment that was completed. */
export type CompletionFacts = Pick<EnrolmentFacts, "studentName" | "courseTitle" | "courseSlug"> & {
  enrolmentId: string;
  /** A certificate was issued along with it; another mail says when it can be downloaded. */
  isCertified: boolean;
};

export async function getCompletionFacts(
  read: Reader,
  enrolmentId: string,
  language: string,
): Promise<CompletionFacts | undefined> {
  const place = await getEnrolmentFacts(read, enrolmentId, language);
  if (!place) return undefined;
  const [issued] = await read
    .select({ id: certificates.id })
    .from(certificates)
    .where(and(eq(certificates.enrolmentId, enrolmentId), ne(certificates.state, "replaced")))
    .limit(1);
  const { studentName, courseTitle, courseSlug } = place;
  return { studentName, courseTitle, courseSlug, enrolmentId, isCertified: issued !== undefined };
}
