import type { CohortView, CoursePageView } from "#domain/courses/course-page.ts";
import { toDecimal } from "#domain/kernel/money.ts";

/** Inside a script only "</script" and "<!--" could end or change it; without any "<" there is neither. */
export function scriptSafe(json: string): string {
  return json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** The course in schema.org's words; an offering that is over is left out. */
export function courseFacts(course: CoursePageView, url: string) {
  const address = `${url}/courses/${course.slug}`;
  return {
    "@context": "https://schema.org",
    "@type": "Course",
    name: course.title,
    description: course.summary || course.title,
    url: address,
    inLanguage: course.language,
    ...(course.subject ? { about: course.subject } : {}),
    ...(course.level === "any" ? {} : { educationalLevel: course.level }),
    ...(course.imageFileId ? { image: `${url}/files/${course.imageFileId}` } : {}),
    provider: { "@type": "Organization", name: course.schoolName, sameAs: url },
    hasCourseInstance: course.cohorts
      .filter(({ state }) => state !== "finished")
      .map((cohort) => instanceFacts(cohort, course, address)),
  };
}

function instanceFacts(cohort: CohortView, course: CoursePageView, address: string) {
  const { startsAt, endsAt, place, state } = cohort;
  return {
    "@type": "CourseInstance",
    name: cohort.name,
    courseMode: place ? "Onsite" : "Online",
    ...(startsAt ? { startDate: startsAt.toISOString() } : {}),
    ...(endsAt ? { endDate: endsAt.toISOString() } : {}),
    ...(place ? { location: { "@type": "Place", name: place } } : {}),
    ...(course.teachers.length > 0
      ? { instructor: course.teachers.map(({ name }) => ({ "@type": "Person", name })) }
      : {}),
    offers: {
      "@type": "Offer",
      url: address,
      category: cohort.price.minor === 0 ? "Free" : "Paid",
      price: toDecimal(cohort.price),
      priceCurrency: cohort.price.currency,
      availability: `https://schema.org/${state === "full" ? "SoldOut" : "InStock"}`,
    },
  };
}
