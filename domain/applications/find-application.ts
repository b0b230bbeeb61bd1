import { eq } from "drizzle-orm";
import { applications } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { Resource } from "../policy.ts";
import type { Application } from "./machine.ts";

/** An application for a verb, and what the policy asks of it; of one that is not there nobody is the owner. */
export async function findApplication(
  tx: Tx,
  applicationId: string,
): Promise<{ application: Application | undefined; resource: Resource }> {
  const [application] = await tx.select().from(applications).where(eq(applications.id, applicationId));
  return { application, resource: { ownerId: application?.studentId ?? null } };
}
