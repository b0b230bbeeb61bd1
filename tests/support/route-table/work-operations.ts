import type { Fixtures } from "./fixtures.ts";
import type { OperationRow } from "./operation-row.ts";
import { OFFICE } from "./who.ts";

const withdrawal = (body: OperationRow["body"]): OperationRow => ({
  ...{ may: OFFICE, missing: "withdrawals:wdr_none" },
  id: (t: Fixtures) => `withdrawals:${t.withdrawalId}`,
  ...(body ? { body } : {}),
});

/** The operations about what waits for a person. */
export const WORK: Record<string, OperationRow> = {
  listWork: { may: OFFICE },
  assignWork: withdrawal(() => ({ ownerId: null })),
  takeWorkStep: withdrawal(() => ({ step: "remind" })),
};
