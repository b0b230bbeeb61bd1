import type { PricedCoursePage } from "#domain/pricing/get-priced-course-page.ts";
import { courseFacts, scriptSafe } from "./facts.ts";

/** What search engines read of a course: schema.org's Course with an instance for each offering that is not over. */
export function JsonLd({ course, url }: { course: PricedCoursePage; url: string }) {
  const facts = courseFacts(course, url);
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptSafe(JSON.stringify(facts)) }} />;
}
