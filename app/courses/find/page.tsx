import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { Catalogue } from "#components/catalogue/catalogue.tsx";
import { FIND_PATH } from "#components/catalogue/filters.tsx";
import { searchCourses } from "#domain/courses/search-courses.ts";
import { loadPricedCards } from "#domain/pricing/load-priced-cards.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getSchoolText } from "#domain/settings/school-texts.ts";
import { runtime } from "#runtime";
import { readSearch, searchHref, tidiedHref } from "./search-params.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** A search may be anything, so it is no page for a search engine to keep. */
export async function generateMetadata(): Promise<Metadata> {
  const t = getTranslator();
  const { name } = await getSettingsOnce(runtime().database);
  const description = t("courses.list_description", { name });
  return { title: t("courses.find_a_course_title"), description, robots: { index: false, follow: true } };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: Props) {
  const params = await searchParams;
  // A browser sends every field of a form. What it was not asked stays out of an address that people keep and send on.
  const tidied = tidiedHref(FIND_PATH, params);
  if (tidied) redirect(tidied);
  const ctx = await getPageReadCtx();
  const settings = await getSettingsOnce(ctx);
  const { query, search } = readSearch(params, settings.timezone);
  const found = await searchCourses(ctx, search);
  const list = { ...found, items: await loadPricedCards(ctx, found.items) };
  return (
    <SitePage current="courses" unhydrated here={searchHref(FIND_PATH, query, list.page)}>
      <Catalogue
        list={list}
        motto={getSchoolText(settings, "motto", ctx.language)}
        query={query}
        pageHref={(page) => searchHref(FIND_PATH, query, page)}
      />
    </SitePage>
  );
}
