import { Button } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { formatInstant } from "../ui/date.tsx";
import { Icon } from "../ui/icon.tsx";
import { BareSelect } from "../ui/select.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type FilterOption = { value: string; label: string };

type Labelled = { label: string; name: string; value: string | undefined };

/** What a list can be narrowed by: words, one of a few (the empty choice is all of them), or a day of the school's calendar. */
export type FilterField =
  | (Labelled & { kind: "text"; hint?: string })
  | (Labelled & { kind: "choice"; all: string; options: FilterOption[] })
  | (Labelled & { kind: "day" });

export type FilterBarProps = {
  /** The list's own address; the filters are sent to it. */
  path: string;
  /** What the address says besides the filters: the order. */
  keep?: Record<string, string>;
  isFiltered: boolean;
  clearHref: string;
  /** The address of the same list without one of its filters. */
  withoutHref: (name: string) => string;
  fields: FilterField[];
};

/**
 * What a list can be narrowed by. A plain form: the filters go into the address, so a view can be kept and sent on. On a phone
 * only the first field stands above the list; the others are folded away, and what they are set to is said in words that can
 * be taken off one by one.
 */
export function FilterBar({ path, keep = {}, isFiltered, clearHref, withoutHref, fields }: FilterBarProps) {
  const t = getTranslator();
  const [first, ...others] = fields;
  const set = others.filter(({ value }) => value !== undefined);
  return (
    <form
      method="get"
      action={path}
      role="search"
      className="mb-4 grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-2 gap-y-2.5 sm:flex sm:flex-wrap sm:gap-x-3"
    >
      {first && <Filter field={first} />}
      <Button type="submit" variant="quiet" size="s" className="max-sm:min-h-11 sm:hidden">
        {t("admin.show_button")}
      </Button>
      {others.length > 0 && (
        <details className="peer group col-span-2 sm:hidden">
          <summary className="flex min-h-11 list-none items-center gap-1.5 text-small font-[540] text-ink-soft">
            <Icon name="chevron-down" size={16} className="transition-transform group-open:rotate-180" />
            {t("admin.more_filters", { count: set.length })}
          </summary>
        </details>
      )}
      {set.length > 0 && <SetFilters fields={set} withoutHref={withoutHref} />}
      <div className="col-span-2 hidden grid-cols-2 items-end gap-x-3 gap-y-2.5 max-sm:peer-open:grid sm:contents">
        {others.map((field) => (
          <Filter key={field.name} field={field} />
        ))}
        <div className="col-span-2 flex items-center gap-3">
          <Button type="submit" variant="quiet" size="s" className="max-sm:min-h-11 sm:min-h-[36px]">
            {t("admin.show_button")}
          </Button>
          {isFiltered && (
            <a href={clearHref} className="link py-1 text-small">
              {t("admin.clear")}
            </a>
          )}
        </div>
      </div>
      {Object.entries(keep).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </form>
  );
}

/** What is set in the fold, for as long as the fold is closed. Each leads to the list without it. */
function SetFilters({ fields, withoutHref }: { fields: FilterField[]; withoutHref: (name: string) => string }) {
  const t = getTranslator();
  return (
    <ul className="col-span-2 flex flex-wrap gap-2 peer-open:hidden sm:hidden">
      {fields.map((field) => (
        <li key={field.name} className="min-w-0">
          <a
            href={withoutHref(field.name)}
            className="flex min-h-9 items-center gap-1.5 rounded-sm border border-rule-strong bg-surface px-2.5 text-small hover:bg-sunken"
          >
            <span className="sr-only">{t("admin.remove_filter")} </span>
            <span className="min-w-0 truncate">
              <span className="text-ink-soft">{field.label}:</span> {written(field)}
            </span>
            <Icon name="close" size={14} className="flex-none text-ink-faint" />
          </a>
        </li>
      ))}
    </ul>
  );
}

function written(field: FilterField): string {
  const { kind, value = "" } = field;
  if (kind === "choice") return field.options.find((option) => option.value === value)?.label ?? value;
  // A day of the calendar is the same day everywhere, so it is written in the zone in which it is read here.
  return kind === "day" ? formatInstant(new Date(`${value}T00:00:00Z`), { timezone: "UTC", form: "date" }) : value;
}

const widths: Record<FilterField["kind"], string> = {
  text: "sm:w-52",
  choice: "sm:max-w-48",
  day: "sm:w-[8.75rem]",
};

const control =
  "block w-full rounded-sm border border-edge bg-surface px-2.5 py-1 text-ink max-sm:min-h-11 max-sm:text-base sm:min-h-[36px] sm:text-small";

function Filter({ field }: { field: FilterField }) {
  const { kind, label, name, value } = field;
  const id = `filter-${name}`;
  return (
    <div className={cx("min-w-0", kind === "text" && "not-first:max-sm:col-span-2", widths[kind])}>
      <label htmlFor={id} className="mb-1 block text-tiny text-ink-soft">
        {label}
      </label>
      {kind === "day" && <input id={id} type="date" name={name} defaultValue={value} className={control} />}
      {kind === "text" && <Words id={id} name={name} value={value} hint={field.hint} />}
      {kind === "choice" && <Choice id={id} name={name} value={value} all={field.all} options={field.options} />}
    </div>
  );
}

type ControlProps = { id: string; name: string; value: string | undefined };

function Words({ id, name, value, hint }: ControlProps & { hint: string | undefined }) {
  return (
    <span className="relative block">
      <Icon
        name="search"
        size={15}
        className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-ink-faint"
      />
      <input
        id={id}
        type="search"
        name={name}
        defaultValue={value}
        placeholder={hint}
        maxLength={200}
        className={cx(control, "ps-8")}
      />
    </span>
  );
}

function Choice({ id, name, value, all, options }: ControlProps & { all: string; options: FilterOption[] }) {
  return (
    <span className="relative block">
      <BareSelect
        id={id}
        name={name}
        defaultValue={value ?? ""}
        placeholder={all}
        options={options}
        className={cx(control, "appearance-none truncate pe-8")}
      />
      <Icon
        name="chevron-down"
        size={14}
        className="pointer-events-none absolute end-2.5 top-1/2 -translate-y-1/2 text-ink-soft"
      />
    </span>
  );
}
