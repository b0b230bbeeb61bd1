import { describeLanguages } from "#app/_layout/language-links.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { SitePage } from "#app/_layout/shells.tsx";
import { CourseView } from "#components/catalogue/course-view.tsx";
import { config } from "#config/config.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { getPricedCoursePage } from "#domain/pricing/get-priced-course-page.ts";
import { loadCourseRules } from "#domain/rules/load-course-rules.ts";
import { reading } from "#runtime";
import { JsonLd } from "./json-ld.tsx";
import { contentType, size } from "./picture.ts";

/** The same for everyone: rendered by the first request that wants it and kept by cache-handler.ts until the catalogue changes. */
export const dynamic = "force-static";

/** None at build time, which knows no database. */
export function generateStaticParams() {
  return [];
}

type Props = { params: Promise<{ slug: string }> };

const courseAt = cache(async (slug: string) => {
  const ctx = reading(visitor);
  const course = await getPricedCoursePage(ctx, slug);
  if (!course) notFound();
  return { course, now: ctx.now, rules: await loadCourseRules(ctx, course.cohorts) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { course } = await courseAt((await params).slug);
  const { address, locale, alternates } = describeLanguages(`/courses/${course.slug}`);
  return {
    title: `${course.title} · ${course.schoolName}`,
    description: course.summary.slice(0, 300),
    alternates,
    openGraph: {
      type: "website",
      title: course.title,
      description: course.summary.slice(0, 300),
      siteName: course.schoolName,
      url: address,
      locale,
      // Named here because a file's own words for it would be a constant, the same for every course and language.
      images: [{ url: `${address}/opengraph-image`, ...size, type: contentType, alt: course.title }],
    },
    twitter: { card: "summary_large_image" },
  };
}

export default async function Page({ params }: Props) {
  const { course, now, rules } = await courseAt((await params).slug);
  return (
    <SitePage current="courses" cached>
      <JsonLd course={course} url={config().url} />
      <CourseView course={course} now={now} rules={rules} />
    </SitePage>
  );
}
