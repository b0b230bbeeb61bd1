import { pagePath } from "#messages/page-path.ts";
import { isOnline } from "#domain/courses/always-open.ts";
import type { PricedCohort, PricedCoursePage } from "#domain/pricing/get-priced-course-page.ts";
import type { SeatState } from "#domain/courses/seat-state.ts";
import { toDecimal } from "#domain/kernel/money.ts";

const AVAILABILITY: Record<SeatState, string> = {
  open: "InStock",
  few: "LimitedAvailability",
  full: "SoldOut",
  not_yet: "PreOrder",
  closed: "OutOfStock",
  finished: "OutOfStock",
};

/** Inside a script only "</script" and "<!--" could end or change it; without any "<" there is neither. */
export function scriptSafe(json: string): string {
  return json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** The course in schema.org's words; an offering that is over is left out. */
export function courseFacts(course: PricedCoursePage, url: string) {
  const address = `${url}${pagePath(`/courses/${course.slug}`)}`;
  return {
    "@context": "https://schema.org",
    "@type": "Course",
    name: course.title,
    description: course.summary || course.title,
    url: address,
    inLanguage: course.language,
    ...(course.subject ? { about: course.subjectName } : {}),
    ...(course.level === "any" ? {} : { educationalLevel: course.level }),
    ...(course.imageFileId ? { image: `${url}/files/${course.imageFileId}` } : {}),
    provider: { "@type": "Organization", name: course.schoolName, sameAs: url },
    hasCourseInstance: course.cohorts
      .filter(({ state }) => state !== "finished")
      .map((cohort) => instanceFacts(cohort, course, address)),
  };
}

function instanceFacts(cohort: PricedCohort, course: PricedCoursePage, address: string) {
  const { startsAt, endsAt, place, state, early } = cohort;
  const price = early?.price ?? cohort.price;
  const onsite = !isOnline(place);
  return {
    "@type": "CourseInstance",
    name: cohort.name,
    courseMode: onsite ? "Onsite" : "Online",
    ...(startsAt ? { startDate: startsAt.toISOString() } : {}),
    ...(endsAt ? { endDate: endsAt.toISOString() } : {}),
    ...(onsite ? { location: { "@type": "Place", name: place } } : {}),
    ...(course.teachers.length > 0
      ? { instructor: course.teachers.map(({ name }) => ({ "@type": "Person", name })) }
      : {}),
    offers: {
      "@type": "Offer",
      url: address,
      category: price.minor === 0 ? "Free" : "Paid",
      price: toDecimal(price),
      priceCurrency: price.currency,
      ...(early ? { priceValidUntil: early.until.toISOString() } : {}),
      availability: `https://schema.org/${AVAILABILITY[state]}`,
    },
  };
}
