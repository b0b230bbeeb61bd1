import { describeLanguages } from "#app/_layout/language-links.ts";
import { pagePath } from "#messages/page-path.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { Catalogue } from "#components/catalogue/catalogue.tsx";
import { listCourses } from "#domain/courses/search-courses.ts";
import { loadPricedCards } from "#domain/pricing/load-priced-cards.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getSchoolText } from "#domain/settings/school-texts.ts";
import { reading } from "#runtime";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The same for everyone: rendered by the first request that wants it and kept by cache-handler.ts until the catalogue changes. */
export const dynamic = "force-static";

/** None at build time, which knows no database. */
export function generateStaticParams() {
  return [];
}

type Props = { params: Promise<{ page: string }> };

/** `/` and `/courses` show the first page by a rewrite in next.config.ts. */
function pageHref(page: number): string {
  return page === 1 ? "/courses" : `/courses/page/${page}`;
}

function numberOf(text: string): number {
  const page = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
  return page ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const page = numberOf((await params).page);
  const ctx = reading(visitor);
  const settings = await getSettingsOnce(ctx);
  const { name } = settings;
  const { text: motto } = getSchoolText(settings, "motto", ctx.language);
  const title = page === 1 ? name : t("courses.further_page_title", { page, name });
  const { address, locale, alternates } = describeLanguages(pageHref(page));
  return {
    title,
    description: motto || t("courses.list_description", { name }),
    alternates,
    openGraph: { type: "website", title, siteName: name, url: address, locale },
  };
}

export default async function Page({ params }: Props) {
  const page = numberOf((await params).page);
  const ctx = reading(visitor);
  const [found, settings] = [await listCourses(ctx, page), await getSettingsOnce(ctx)];
  const list = { ...found, items: await loadPricedCards(ctx, found.items) };
  if (list.page !== page) notFound();
  return (
    <SitePage current="courses" cached>
      <Catalogue
        list={list}
        motto={getSchoolText(settings, "motto", ctx.language)}
        pageHref={(number) => pagePath(pageHref(number))}
      />
    </SitePage>
  );
}
