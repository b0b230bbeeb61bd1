import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { controlId, describedBy, FieldError, Hint } from "./field.tsx";

export type RadioCardOption = {
  value: string;
  label: ReactNode;
  /** A quieter line under the label. */
  description?: ReactNode;
  /** At the far end of the card: "3 left", a price. */
  aside?: ReactNode;
  disabled?: boolean;
};

export type RadioCardsProps = {
  name: string;
  /** The question the cards answer. */
  legend: ReactNode;
  /** Keeps the question for screen readers when a heading above already asks it. */
  hideLegend?: boolean;
  options: RadioCardOption[];
  defaultValue?: string;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  id?: string;
  className?: string;
};

const dot = cx(
  "mt-[3px] size-[18px] flex-none appearance-none rounded-full border-[1.5px] border-edge bg-surface",
  "checked:border-[5.5px] checked:border-accent",
);

/** One of a few, each a card wide enough to press with a thumb: cohorts, ways to pay. */
export function RadioCards(props: RadioCardsProps) {
  const { name, legend, hideLegend, options, defaultValue, hint, error, required, className } = props;
  const id = controlId(props.id, name);
  return (
    <fieldset id={id} className={cx("min-w-0", className)} aria-describedby={describedBy(id, hint, error)}>
      <legend className={hideLegend ? "sr-only" : "mb-2 text-small font-[540]"}>{legend}</legend>
      <div className="grid grid-cols-1 gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "flex items-start gap-3 rounded-md border border-rule bg-surface px-4 py-3 text-[15px]",
              "has-checked:border-accent has-checked:bg-accent-soft has-checked:shadow-[0_0_0_1px_var(--accent)]",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              option.disabled ? "cursor-not-allowed opacity-60" : "cursor-pointer hover:border-edge",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              disabled={option.disabled}
              required={required}
              aria-invalid={error ? true : undefined}
              className={cx(dot, "outline-none")}
            />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline justify-between gap-3">
                <span className="min-w-0 font-[560]">{option.label}</span>
                {option.aside && <span className="num flex-none text-tiny text-ink-soft">{option.aside}</span>}
              </span>
              {option.description && <span className="block text-small text-ink-soft">{option.description}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && <FieldError id={id}>{error}</FieldError>}
      {hint && <Hint id={id}>{hint}</Hint>}
    </fieldset>
  );
}
