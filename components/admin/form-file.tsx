"use client";

import { useFormState } from "../forms/state-form.tsx";
import { FileField, type FileFieldProps } from "./file-field.tsx";

/** A file of a form. What is wrong with the one that was sent stands beside it. */
export function FormFile(field: Omit<FileFieldProps, "error">) {
  return <FileField {...field} error={useFormState().fields[field.name]} />;
}
