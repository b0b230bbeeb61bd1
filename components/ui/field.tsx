import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";
import { cx } from "./cx.ts";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

/** What a control needs to be tied to its label, hint and error. Spread it on the control. */
export type ControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

export type FieldText = {
  label: ReactNode;
  /** A sentence under the control that says what is wanted. */
  hint?: ReactNode;
  /** A sentence that says what is wrong and how to put it right. */
  error?: string;
  /** Says "optional" beside the label; fields are otherwise understood to be needed. */
  optional?: boolean;
};

export type FieldProps = FieldText & {
  id: string;
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

export const controlClass =
  "block w-full min-w-0 max-w-full rounded-md border bg-surface px-[13px] py-[10px] text-base text-ink disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-soft";

/** The border of a control: plain, or red when its value was refused. */
export function controlEdge(error: string | undefined): string {
  return error ? "border-bad" : "border-edge";
}

/** The id a control gets from its name when none is given. Two forms on one page need ids of their own. */
export function controlId(id: string | undefined, name: string): string {
  return id ?? `field-${name}`;
}

/** The ids of what is said about a control: first what is wrong, then the hint. */
export function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  return cx(error && `${id}-error`, Boolean(hint) && `${id}-hint`) || undefined;
}

export function Hint({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={`${id}-hint`} className="mt-1.5 text-[13.5px] text-ink-faint">
      {children}
    </p>
  );
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={`${id}-error`} data-field-error className="mt-1.5 text-[13.5px] text-bad">
      {children}
    </p>
  );
}

/** A label, a control of any kind, and beside it its hint and what is wrong with it. */
export function Field({ id, label, hint, error, optional, className, children }: FieldProps) {
  const t = getBrowserTranslator();
  return (
    <div className={cx("min-w-0", className)}>
      <label htmlFor={id} className="mb-1.5 block text-small font-[540]">
        {label}
        {optional && <span className="font-normal text-ink-faint"> {t("browser.optional")}</span>}
      </label>
      {children({ id, "aria-describedby": describedBy(id, hint, error), "aria-invalid": error ? true : undefined })}
      {error && <FieldError id={id}>{error}</FieldError>}
      {hint && <Hint id={id}>{hint}</Hint>}
    </div>
  );
}

export type TextInputProps = FieldText & { name: string } & Omit<InputHTMLAttributes<HTMLInputElement>, "name">;

/** One line of text. What was typed comes back through `defaultValue` when a form is refused. */
export function TextInput({ label, hint, error, optional, id, className, ...input }: TextInputProps) {
  return (
    <Field {...{ label, hint, error, optional, className }} id={controlId(id, input.name)}>
      {(control) => <input {...input} {...control} className={cx(controlClass, controlEdge(error))} />}
    </Field>
  );
}

export type TextAreaProps = FieldText & { name: string } & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name">;

/** Several lines of text. It grows with what is written where the browser can do that. */
export function TextArea({ label, hint, error, optional, id, className, rows = 4, ...area }: TextAreaProps) {
  return (
    <Field {...{ label, hint, error, optional, className }} id={controlId(id, area.name)}>
      {(control) => (
        <textarea
          {...area}
          {...control}
          rows={rows}
          className={cx(controlClass, controlEdge(error), "[field-sizing:content] max-h-[60vh] min-h-24")}
        />
      )}
    </Field>
  );
}

export type CheckboxProps = Omit<FieldText, "optional"> & { name: string } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    "name" | "type"
  >;

/** One box to tick, its words beside it. */
export function Checkbox({ label, hint, error, id: givenId, className, ...input }: CheckboxProps) {
  const id = controlId(givenId, input.name);
  return (
    <div className={className}>
      <label htmlFor={id} className="flex min-h-6 items-start gap-3 text-[15px]">
        <input
          {...input}
          id={id}
          type="checkbox"
          aria-describedby={describedBy(id, hint, error)}
          aria-invalid={error ? true : undefined}
          className="tick mt-[3px] size-[18px] flex-none"
        />
        <span>{label}</span>
      </label>
      <div className="ps-[30px]">
        {error && <FieldError id={id}>{error}</FieldError>}
        {hint && <Hint id={id}>{hint}</Hint>}
      </div>
    </div>
  );
}
