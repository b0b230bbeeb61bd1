import { createCoupon } from "#domain/coupons/create-coupon.ts";
import { NewCouponFields } from "#domain/coupons/inputs.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { openTestSchool } from "#tests/support/school.ts";
import type { Prepared } from "./facts.ts";

const STUDENTS = 8;
const COUPON = "TENTH";

/** A school in a folder of its own, closed: what is on the disk when the run begins. */
export async function prepareSchool(folder: string): Promise<Prepared> {
  const school = await openTestSchool({}, { within: folder });
  const owner = await school.person("owner");
  const seller = {
    ...{ name: "Lindenhof School", supportEmail: "help@lindenhof.example", contactName: "Ada Office" },
    ...{ contactPhone: "+41 61 123 45 67", addressStreet: "Lindenhofstrasse", addressNumber: "12" },
    ...{ addressPostCode: "4052", addressTown: "Basel", addressCountry: "CH" },
  };
  await school.as(owner)((ctx) => changeSettings(ctx, seller));
  const coupon = NewCouponFields.parse({ name: "Coupon", code: COUPON, kind: "percent", percentPpm: 100_000 });
  await school.as(owner)((ctx) => createCoupon(ctx, coupon));
  const students: string[] = [];
  for (let n = 0; n < STUDENTS; n++) students.push((await school.person("student")).id);
  const { id: cohortId, courseId } = await school.cohort({ priceMinor: 10_000 });
  const { id: freeCohortId } = await school.cohort({}, { id: courseId });
  const file = school.database.url;
  await school.database.close();
  return { file, students, cohortId, freeCohortId, coupon: COUPON };
}
