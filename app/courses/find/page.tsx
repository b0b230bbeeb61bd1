import type { Metadata } from "next";
import { SitePage } from "#app/_edge/shells.tsx";
import { pageRead } from "#app/_edge/viewer.ts";
import { Catalogue } from "#components/catalogue/catalogue.tsx";
import { FIND_PATH } from "#components/catalogue/filters.tsx";
import { searchCourses } from "#domain/courses/search-courses.ts";
import { schoolSettings } from "#domain/settings/queries.ts";
import { readSearch, searchHref } from "./search-params.ts";

/** A search may be anything, so it is no page for a search engine to keep. */
export const metadata: Metadata = { title: "Find a course", robots: { index: false, follow: true } };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: Props) {
  const ctx = await pageRead();
  const settings = await schoolSettings(ctx.read);
  const { query, search } = readSearch(await searchParams, settings.timezone);
  const list = await searchCourses(ctx, search);
  return (
    <SitePage current="courses" here={searchHref(FIND_PATH, query, list.page)}>
      <Catalogue
        list={list}
        motto={settings.motto}
        query={query}
        pageHref={(page) => searchHref(FIND_PATH, query, page)}
      />
    </SitePage>
  );
}
