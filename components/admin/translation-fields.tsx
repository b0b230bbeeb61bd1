import { FormInput, FormTextArea } from "../forms/state-form.tsx";

export type TranslationFieldsProps = {
  /** Tells the fields of one form on a page from those of another. */
  id: string;
  language: string;
  fields: readonly { name: string; label: string; maxLength: number; rows?: number }[];
  texts: Readonly<Record<string, string | undefined>> | undefined;
};

/** What is given of a thing's texts in another language. None of them is needed. */
export function TranslationFields({ id, language, fields, texts }: TranslationFieldsProps) {
  return fields.map(({ name, label, maxLength, rows }) => {
    const field = { id: `${id}-${name}`, name, label, maxLength, defaultValue: texts?.[name] ?? "", lang: language };
    return rows === undefined ? (
      <FormInput key={name} {...field} optional />
    ) : (
      <FormTextArea key={name} {...field} rows={rows} optional />
    );
  });
}
