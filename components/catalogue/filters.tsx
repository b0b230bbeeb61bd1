import { pagePath } from "#messages/page-path.ts";
import { levelLabel } from "./level-label.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, controlClass, TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Select } from "#components/ui/select.tsx";
import type { CourseList } from "#domain/courses/search-courses.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The catalogue's filters as they stand in the address. */
export type CatalogueQuery = {
  q?: string;
  subject?: string;
  level?: string;
  price?: string;
  from?: string;
  to?: string;
  seats?: string;
  sort?: string;
};

export const FIND_PATH = "/courses/find";

export type FiltersProps = { list: CourseList; query: CatalogueQuery };

/** A form that asks for an address, so that a search can be kept, shared and gone back to. */
export function Filters({ list, query }: FiltersProps) {
  const t = getTranslator();
  const set = ["subject", "level", "price", "from", "to", "seats"] as const;
  const count = set.filter((name) => query[name]).length;
  return (
    <form
      action={pagePath(FIND_PATH)}
      role="search"
      aria-label={t("catalogue.courses_label")}
      className="grid content-start gap-4 lg:gap-5"
    >
      <div className="flex gap-2">
        <label className="relative min-w-0 flex-1">
          <span className="sr-only">{t("catalogue.search_courses")}</span>
          <Icon
            name="search"
            className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-ink-faint"
          />
          <input
            type="search"
            name="q"
            defaultValue={query.q}
            maxLength={200}
            placeholder={t("catalogue.search_courses_placeholder")}
            className={`${controlClass} border-edge ps-10`}
          />
        </label>
        <Button type="submit" className="lg:sr-only lg:focus:not-sr-only">
          {t("catalogue.search_button")}
        </Button>
      </div>
      {/* Folded on a phone, where the courses come first; a wide page has room for it. */}
      <details className="group peer lg:hidden">
        <summary className="flex min-h-11 list-none items-center gap-1.5 text-small font-[540] text-ink-soft">
          <Icon name="chevron-down" size={16} className="transition-transform group-open:rotate-180" />
          {t("catalogue.filter_and_sort", { count })}
        </summary>
      </details>
      <Choices list={list} query={query} />
    </form>
  );
}

function Choices({ list, query }: FiltersProps) {
  const t = getTranslator();
  const asked = Object.values(query).some(Boolean);
  const usual = query.q ? "best" : "start";
  const choice = ({ value, count }: { value: string; count: number }, label: string) => ({
    value,
    label: t("catalogue.choice_and_count", { label, count }),
  });
  return (
    <div className="hidden gap-4 peer-open:grid sm:max-lg:grid-cols-2 lg:grid">
      <Select
        label={t("catalogue.subject_label")}
        name="subject"
        placeholder={t("catalogue.any_subject_placeholder")}
        defaultValue={query.subject}
        options={list.subjects.map((each) => choice(each, each.name))}
      />
      <Select
        label={t("catalogue.level_label")}
        name="level"
        placeholder={t("catalogue.any_level_placeholder")}
        defaultValue={query.level}
        options={list.levels.map((each) => choice(each, levelLabel(each.value)))}
      />
      <Select
        label={t("catalogue.price_label")}
        name="price"
        placeholder={t("catalogue.free_or_paid_placeholder")}
        defaultValue={query.price}
        options={[
          { value: "free", label: t("catalogue.free_label") },
          { value: "paid", label: t("catalogue.paid_label") },
        ]}
      />
      <TextInput label={t("catalogue.starts_from_label")} name="from" type="date" defaultValue={query.from} />
      <TextInput label={t("catalogue.starts_until_label")} name="to" type="date" defaultValue={query.to} />
      <Checkbox label={t("catalogue.has_seats_label")} name="seats" value="1" defaultChecked={query.seats === "1"} />
      {/* The first choice is none: words that are typed next to it are then ranked by how well they fit. */}
      <Select
        label={t("catalogue.sort_by_label")}
        name="sort"
        defaultValue={list.sort === usual ? "" : list.sort}
        placeholder={
          usual === "best" ? t("catalogue.best_match_placeholder") : t("catalogue.soonest_start_placeholder")
        }
        options={[
          ...(usual === "best" ? [{ value: "start", label: t("catalogue.soonest_start_label") }] : []),
          { value: "title", label: t("catalogue.title_label") },
          { value: "price", label: t("catalogue.price_lowest_first_label") },
        ]}
      />
      <Button type="submit" variant="quiet">
        {t("catalogue.show_courses_button")}
      </Button>
      {asked && (
        <a href={pagePath("/courses")} className="link justify-self-start text-small">
          {t("catalogue.start_over")}
        </a>
      )}
    </div>
  );
}
