import type { ReactNode } from "react";
import { Field } from "../ui/field.tsx";

export type FileFieldProps = {
  id?: string;
  name: string;
  label: ReactNode;
  /** Which kinds the browser offers; what is taken is decided by the bytes. */
  accept?: string;
  hint: string;
  error?: string;
  optional?: boolean;
};

/** A field that takes a file. */
export function FileField({ id, name, label, accept, hint, error, optional }: FileFieldProps) {
  return (
    <Field id={id ?? `field-${name}`} label={label} hint={hint} error={error} optional={optional}>
      {(control) => (
        <input
          {...control}
          type="file"
          name={name}
          accept={accept}
          className="block w-full text-small file:me-3 file:min-h-[36px] file:rounded-sm file:border file:border-solid file:border-rule-strong file:bg-transparent file:px-3 file:font-[560] file:text-ink"
        />
      )}
    </Field>
  );
}
