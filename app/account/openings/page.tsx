import type { Metadata } from "next";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { CourseOpenings, OpeningList } from "#components/learning/opening-list.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { listOpenings } from "#domain/usage/list-openings.ts";
import { listStudentUsage } from "#domain/usage/list-student-usage.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("openings.my_openings_title"), robots: { index: false } };
}

/** What the school has recorded of what somebody opened, for themselves. */
export default async function MyOpeningsPage({ searchParams }: PageProps<"/account/openings">) {
  const t = getTranslator();
  const who = await requireViewer("/account/openings");
  const ctx = await getPageReadCtx();
  const { page } = await searchParams;
  const list = await listOpenings(ctx, who.userId, parseTypedNumber(page) ?? 1);
  const byCourse = await listStudentUsage(ctx, who.userId);
  const { timezone, openingsKeptMonths } = await getSettingsOnce(ctx);
  const from = (list.page - 1) * list.pageSize + 1;
  const to = from + list.items.length - 1;
  return (
    <SitePage unhydrated>
      <PageHeader
        title={t("openings.my_openings_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("account.your_account_title"), href: "/account" },
              { label: t("openings.my_openings_title") },
            ]}
          />
        }
        lede={t("openings.my_openings_lede", { months: openingsKeptMonths })}
      />
      {list.total === 0 && byCourse.length === 0 ? (
        <EmptyState icon="document" title={t("openings.nothing_recorded_title")} />
      ) : (
        <div className="grid max-w-3xl gap-10">
          {byCourse.length > 0 && (
            <section>
              <h2 className="mb-3">{t("openings.by_course_title")}</h2>
              <CourseOpenings rows={byCourse} timezone={timezone} />
            </section>
          )}
          {list.total > 0 && (
            <section>
              <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
                <h2>{t("openings.single_title")}</h2>
                <a className="link text-small" href="/account/openings/export.csv">
                  {t("openings.as_csv_link")}
                </a>
              </div>
              <OpeningList openings={list.items} timezone={timezone} />
              <Pagination
                className="mt-4"
                noun={t("openings.openings_noun")}
                from={from}
                to={to}
                total={list.isMore ? undefined : list.total}
                previous={list.page > 1 ? String(list.page - 1) : undefined}
                next={to < list.total ? String(list.page + 1) : undefined}
                href={(at) => `/account/openings?page=${at}`}
              />
            </section>
          )}
        </div>
      )}
    </SitePage>
  );
}
