import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { CohortEndingRow } from "#domain/checkout/list-cohort-endings.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { CANCELLATION_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<CohortEndingRow>(request, {
    action: "enrolment.list",
    name: "cancellations",
    ...readExport(CANCELLATION_LIST, request),
    columns: [
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Enrolment", cell: ({ enrolmentId }) => enrolmentId },
      { header: "Claim link", cell: ({ claimLinkId }) => claimLinkId },
      { header: "Student", cell: ({ studentName }) => studentName },
      { header: "Buyer", cell: ({ buyerName }) => buyerName },
      { header: "State", cell: ({ state }) => state },
      { header: "Failure", cell: ({ failure }) => failure },
      { header: "Attempts", cell: ({ attempts }) => attempts },
      { header: "Tried (UTC)", cell: ({ triedAt }) => triedAt },
      { header: "Order", cell: ({ orderCode }) => orderCode },
      {
        header: "Price",
        cell: ({ priceMinor, currency }) =>
          priceMinor === null || currency === null ? null : toDecimal({ minor: priceMinor, currency }),
      },
      { header: "Currency", cell: ({ currency }) => currency },
      { header: "Needs review", cell: ({ reviewReason }) => reviewReason },
    ],
  });
}
