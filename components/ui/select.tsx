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
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "children">;

/** The browser's own list, dressed: it works with every keyboard, phone and screen reader. */
export function Select({ label, hint, error, optional, id, className, options, placeholder, ...select }: SelectProps) {
  return (
    <Field {...{ label, hint, error, optional, className }} id={controlId(id, select.name)}>
      {(control) => (
        <span className="relative block">
          <select {...select} {...control} className={cx(controlClass, controlEdge(error), "appearance-none pr-10")}>
            {placeholder !== undefined && <option value="">{placeholder}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon
            name="chevron-down"
            className="pointer-events-none absolute right-3 top-1/2 -translate-y-1/2 text-ink-soft"
          />
        </span>
      )}
    </Field>
  );
}
