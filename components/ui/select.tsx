import type { SelectHTMLAttributes } from "react";
import { cx } from "./cx.ts";
import { controlClass, controlEdge, controlId, Field, type FieldText } from "./field.tsx";
import { Icon } from "./icon.tsx";

export type SelectOption = { value: string; label: string; disabled?: boolean };

export type SelectProps = FieldText & {
  name: string;
  options: SelectOption[];
  /** A first, empty choice: "Any subject". */
  placeholder?: string;
  /** What the stored value is called where it is none of the options: the name of somebody who has left. */
  storedLabel?: string;
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "children">;

/** The browser's own list, dressed: it works with every keyboard, phone and screen reader. */
export function Select({ label, hint, error, optional, id, className, ...select }: SelectProps) {
  return (
    <Field {...{ label, hint, error, optional, className }} id={controlId(id, select.name)}>
      {(control) => (
        <span className="relative block">
          <BareSelect
            {...select}
            {...control}
            className={cx(controlClass, controlEdge(error), "appearance-none pe-10")}
          />
          <Icon
            name="chevron-down"
            className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2 text-ink-soft"
          />
        </span>
      )}
    </Field>
  );
}

export type BareSelectProps = {
  options: SelectOption[];
  placeholder?: string;
  storedLabel?: string;
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, "children" | "multiple">;

/**
 * The one `<select>` of the house, without label and dress. A stored value that is none of the options is shown and kept: a browser
 * would choose the first instead, and saving the form would change what nobody touched.
 */
export function BareSelect({ options, placeholder, storedLabel, ...select }: BareSelectProps) {
  const stored = String(select.value ?? select.defaultValue ?? "");
  const isListed = options.some(({ value }) => value === stored);
  const shown = stored === "" || isListed ? options : [...options, { value: stored, label: storedLabel ?? stored }];
  return (
    <select {...select}>
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {shown.map((option: SelectOption) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
