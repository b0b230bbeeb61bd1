"use client";

import { useFormState } from "../forms/state-form.tsx";
import { FileField, type FileFieldProps } from "./file-field.tsx";

/** A file of a form. What is wrong with the one that was sent stands beside it; `again`: that it has to be chosen once more. */
export function FormFile({ again, ...field }: Omit<FileFieldProps, "error"> & { again?: string }) {
  const { status, fields } = useFormState();
  const hint = status === "refused" && again !== undefined ? again : field.hint;
  return <FileField {...field} hint={hint} error={fields[field.name]} />;
}
