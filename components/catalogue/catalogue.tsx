import { pagePath } from "#messages/page-path.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { WrittenText } from "#domain/settings/school-texts.ts";
import type { CourseList } from "#domain/courses/search-courses.ts";
import { CourseRow } from "./course-row.tsx";
import { type CatalogueQuery, Filters } from "./filters.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type CatalogueProps = {
  list: CourseList;
  /** A line about the school under the title. */
  motto: WrittenText;
  /** What was asked for, as it stands in the address; nothing on the whole catalogue. */
  query?: CatalogueQuery;
  /** The address of another page of the same list. */
  pageHref: (page: number) => string;
};

/** The catalogue: a search, its filters, and the courses that fit. It works without a script. */
export function Catalogue({ list, motto, query = {}, pageHref }: CatalogueProps) {
  const t = getTranslator();
  const asked = Object.values(query).some((value) => value !== undefined && value !== "");
  return (
    <>
      <div className="mb-7">
        <h1>{t("catalogue.courses_title")}</h1>
        {motto.text && (
          <p {...writtenIn(motto.language)} className="mt-3 max-w-[60ch] text-lede text-ink-soft">
            {motto.text}
          </p>
        )}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-14 gap-y-6 lg:grid-cols-[236px_minmax(0,1fr)]">
        <Filters list={list} query={query} />
        <section aria-label={t("catalogue.courses_label")}>
          <p className="mb-3 break-words text-small text-ink-soft" role="status">
            <span className="num">{countWords(list, query)}</span>
            {hasCurrenciesApart(list) && t("catalogue.prices_are_in_order_within_each_currency")}
          </p>
          {list.items.length > 0 ? (
            <ul className="border-b border-rule">
              {list.items.map((course) => (
                <CourseRow key={course.id} course={course} />
              ))}
            </ul>
          ) : (
            <Nothing asked={asked} />
          )}
          {list.total > list.pageSize && <Pages list={list} pageHref={pageHref} />}
        </section>
      </div>
    </>
  );
}

function countWords({ total }: CourseList, { q }: CatalogueQuery): string {
  const t = getTranslator();
  return q ? t("catalogue.courses_found_for", { total, q }) : t("catalogue.courses_found", { total });
}

/** Sorted by price, amounts in two currencies are not compared, and whoever reads down the list must know. */
function hasCurrenciesApart({ sort, items }: CourseList): boolean {
  const paid = items.flatMap(({ prices }) => prices.flatMap(({ price }) => (price.minor > 0 ? [price.currency] : [])));
  return sort === "price" && new Set(paid).size > 1;
}

function Pages({ list, pageHref }: Pick<CatalogueProps, "list" | "pageHref">) {
  const t = getTranslator();
  const { page, pageSize, total, items } = list;
  const from = (page - 1) * pageSize + 1;
  return (
    <Pagination
      className="mt-6"
      noun={t("catalogue.courses")}
      from={from}
      to={from + items.length - 1}
      total={total}
      previous={page > 1 ? String(page - 1) : undefined}
      next={page * pageSize < total ? String(page + 1) : undefined}
      href={(to) => pageHref(Number(to))}
    />
  );
}

function Nothing({ asked }: { asked: boolean }) {
  const t = getTranslator();
  if (!asked) {
    return (
      <EmptyState title={t("catalogue.no_courses_yet_title")} icon="document">
        {t("catalogue.the_school_has_not_published_a_course")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t("catalogue.nothing_fits_title")}
      icon="search"
      action={
        <LinkButton href={pagePath("/courses")} variant="quiet" size="s">
          {t("catalogue.show_all_courses_button")}
        </LinkButton>
      }
    >
      {t("catalogue.try_fewer_words_a_part_of_a_word_or_leave")}
    </EmptyState>
  );
}
