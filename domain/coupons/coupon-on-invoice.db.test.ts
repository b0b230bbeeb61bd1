import { expect, test } from "vitest";
import { openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { createCoupon } from "./create-coupon.ts";
import { NewCouponFields } from "./inputs.ts";

test("an invoice names the coupon that made it less", async () => {
  const account = { accountHolder: "Lindenhof School", iban: "CH93 0076 2011 6238 5295 7" };
  const school = await openInvoicingSchool({ bank: account });
  const [finance, student] = [await school.person("finance"), await school.person("student")];
  const fields = { name: "Spring", code: "SPRING-26", kind: "percent", percentPpm: 100_000 };
  await school.as(finance)((ctx) => createCoupon(ctx, NewCouponFields.parse(fields)));
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const choice = { cohortId, studentId: student.id, coupon: "spring 26", provider: "bank" } as const;
  const { order, payment } = await school.as(student)((ctx) => enrolStudent(ctx, choice));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  const [invoice] = await school.listIssued(order);
  expect(invoice?.content).toMatchObject({
    ...{ totalMinor: 43_200, paidMinor: 43_200 },
    lines: [{ grossOfDiscountMinor: 48_000, discountMinor: 4_800, discountReason: "SPRING-26", netMinor: 43_200 }],
  });
  await school.drop();
});
