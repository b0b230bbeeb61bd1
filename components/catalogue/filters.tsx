import { Button } from "#components/ui/button.tsx";
import { Checkbox, controlClass, TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Select } from "#components/ui/select.tsx";
import type { CourseList } from "#domain/courses/search-courses.ts";
import { LEVEL_WORDS } from "./words.ts";

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
  const set = ["subject", "level", "price", "from", "to", "seats"] as const;
  const count = set.filter((name) => query[name]).length;
  return (
    <form action={FIND_PATH} role="search" aria-label="Courses" className="grid content-start gap-4 lg:gap-5">
      <div className="flex gap-2">
        <label className="relative min-w-0 flex-1">
          <span className="sr-only">Search courses</span>
          <Icon name="search" className="pointer-events-none absolute left-3 top-1/2 -translate-y-1/2 text-ink-faint" />
          <input
            type="search"
            name="q"
            defaultValue={query.q}
            maxLength={200}
            placeholder="Search courses"
            className={`${controlClass} border-edge pl-10`}
          />
        </label>
        <Button type="submit" className="lg:sr-only lg:focus:not-sr-only">
          Search
        </Button>
      </div>
      {/* Folded on a phone, where the courses come first; a wide page has room for it. */}
      <details className="group peer lg:hidden">
        <summary className="flex min-h-11 list-none items-center gap-1.5 text-small font-[540] text-ink-soft">
          <Icon name="chevron-down" size={16} className="transition-transform group-open:rotate-180" />
          {count === 0 ? "Filter and sort" : count === 1 ? "One filter is set" : `${count} filters are set`}
        </summary>
      </details>
      <Choices list={list} query={query} />
    </form>
  );
}

function Choices({ list, query }: FiltersProps) {
  const asked = Object.values(query).some(Boolean);
  const usual = query.q ? "best" : "start";
  const choice = ({ value, count }: { value: string; count: number }, label: string) => ({
    value,
    label: `${label} (${count.toLocaleString("en")})`,
  });
  return (
    <div className="hidden gap-4 peer-open:grid sm:max-lg:grid-cols-2 lg:grid">
      <Select
        label="Subject"
        name="subject"
        placeholder="Any subject"
        defaultValue={query.subject}
        options={list.subjects.map((each) => choice(each, each.value))}
      />
      <Select
        label="Level"
        name="level"
        placeholder="Any level"
        defaultValue={query.level}
        options={list.levels.map((each) => choice(each, LEVEL_WORDS[each.value]))}
      />
      <Select
        label="Price"
        name="price"
        placeholder="Free or paid"
        defaultValue={query.price}
        options={[
          { value: "free", label: "Free" },
          { value: "paid", label: "Paid" },
        ]}
      />
      <TextInput label="Starts from" name="from" type="date" defaultValue={query.from} />
      <TextInput label="Starts until" name="to" type="date" defaultValue={query.to} />
      <Checkbox label="Has seats" name="seats" value="1" defaultChecked={query.seats === "1"} />
      {/* The first choice is none: words that are typed next to it are then ranked by how well they fit. */}
      <Select
        label="Sort by"
        name="sort"
        defaultValue={list.sort === usual ? "" : list.sort}
        placeholder={usual === "best" ? "Best match" : "Soonest start"}
        options={[
          ...(usual === "best" ? [{ value: "start", label: "Soonest start" }] : []),
          { value: "title", label: "Title" },
          { value: "price", label: "Price, lowest first" },
        ]}
      />
      <Button type="submit" variant="quiet">
        Show courses
      </Button>
      {asked && (
        <a href="/courses" className="link justify-self-start text-small">
          Start over
        </a>
      )}
    </div>
  );
}
