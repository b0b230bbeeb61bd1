import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";

export type FilterBarProps = {
  /** The list's own address; the filters are sent to it. */
  path: string;
  /** What the address says besides the filters: the order. */
  keep?: Record<string, string>;
  isFiltered: boolean;
  clearHref: string;
  children: ReactNode;
};

const control = "block min-h-[36px] w-full rounded-sm border border-edge bg-surface px-2.5 py-1 text-small text-ink";

/** What a list can be narrowed by. A plain form: the filters go into the address, so a view can be kept and sent on. */
export function FilterBar({ path, keep = {}, isFiltered, clearHref, children }: FilterBarProps) {
  return (
    <form
      method="get"
      action={path}
      role="search"
      className="mb-4 grid grid-cols-2 items-end gap-x-3 gap-y-2.5 sm:flex sm:flex-wrap"
    >
      {children}
      {Object.entries(keep).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="col-span-2 flex items-center gap-3">
        <Button type="submit" variant="quiet" size="s" className="min-h-[36px]">
          Show
        </Button>
        {isFiltered && (
          <a href={clearHref} className="link py-1 text-small">
            Clear
          </a>
        )}
      </div>
    </form>
  );
}

type Labelled = { label: string; name: string; value: string | undefined };

/** What somebody looks for, in words. */
export function FilterText({ label, name, value, hint, list }: Labelled & { hint?: string; list?: string }) {
  return (
    <FilterField label={label} name={name} className="col-span-2 sm:w-52">
      <span className="relative block">
        <Icon
          name="search"
          size={15}
          className="pointer-events-none absolute left-2.5 top-1/2 -translate-y-1/2 text-ink-faint"
        />
        <input
          id={`filter-${name}`}
          type="search"
          name={name}
          defaultValue={value}
          placeholder={hint}
          list={list}
          maxLength={200}
          className={cx(control, "pl-8")}
        />
      </span>
    </FilterField>
  );
}

export type FilterOption = { value: string; label: string };

/** One of a few; the empty choice is all of them. */
export function FilterSelect({
  label,
  name,
  value,
  all,
  options,
}: Labelled & { all: string; options: FilterOption[] }) {
  return (
    <FilterField label={label} name={name} className="min-w-0 sm:max-w-48">
      <span className="relative block">
        <select
          id={`filter-${name}`}
          name={name}
          defaultValue={value ?? ""}
          className={cx(control, "appearance-none truncate pr-8")}
        >
          <option value="">{all}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon
          name="chevron-down"
          size={14}
          className="pointer-events-none absolute right-2.5 top-1/2 -translate-y-1/2 text-ink-soft"
        />
      </span>
    </FilterField>
  );
}

/** A day of the school's calendar. */
export function FilterDay({ label, name, value }: Labelled) {
  return (
    <FilterField label={label} name={name} className="min-w-0 sm:w-[8.75rem]">
      <input id={`filter-${name}`} type="date" name={name} defaultValue={value} className={control} />
    </FilterField>
  );
}

function FilterField({
  label,
  name,
  className,
  children,
}: {
  label: string;
  name: string;
  className: string;
  children: ReactNode;
}) {
  return (
    <div className={className}>
      <label htmlFor={`filter-${name}`} className="mb-1 block text-tiny text-ink-soft">
        {label}
      </label>
      {children}
    </div>
  );
}
