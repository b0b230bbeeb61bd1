import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { ClaimLinkRow } from "#domain/checkout/list-claim-links.ts";
import { CLAIM_LINK_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<ClaimLinkRow>(request, {
    action: "claim_link.list",
    name: "claim-links",
    ...readExport(CLAIM_LINK_LIST, request),
    columns: [
      { header: "Claim link", cell: ({ id }) => id },
      { header: "State", cell: ({ state }) => state },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      { header: "Buyer", cell: ({ buyerName }) => buyerName },
      { header: "Address of the buyer", cell: ({ buyerEmail }) => buyerEmail },
      { header: "Meant for", cell: ({ name }) => name },
      { header: "Mailed to", cell: ({ email }) => email },
      { header: "Claimed by", cell: ({ studentName }) => studentName },
      { header: "Enrolment", cell: ({ enrolmentId }) => enrolmentId },
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Ordered (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Mailed (UTC)", cell: ({ mailedAt }) => mailedAt },
      { header: "Claimed (UTC)", cell: ({ claimedAt }) => claimedAt },
    ],
  });
}
