import type { Schema } from "./schema-words.ts";
import { boundsWords, objectIn, typeWords } from "./schema-words.ts";
import { WithCode } from "./with-code.tsx";
import { getDocsTranslator } from "./docs-translator.ts";

type FieldsProps = {
  schema: Schema;
  /** In what is sent, some fields may be left out; in an answer every field is there. */
  sent?: boolean;
};

/** The fields of an object, or the one thing that it is. */
export function Fields({ schema, sent = false }: FieldsProps) {
  const t = getDocsTranslator();
  if (!schema.properties) return <TypeOf schema={schema} />;
  const names = Object.entries(schema.properties);
  if (names.length === 0) return <p className="text-small text-ink-soft">{t("api_docs.no_fields")}</p>;
  return (
    <ul className="divide-y divide-rule border-y border-rule">
      {names.map(([name, field]) => (
        <Field
          key={name}
          name={name}
          field={field}
          needed={sent && (schema.required?.includes(name) ?? false)}
          sent={sent}
        />
      ))}
    </ul>
  );
}

type FieldProps = { name: string; field: Schema; needed: boolean; sent?: boolean };

export function Field({ name, field, needed, sent = false }: FieldProps) {
  const t = getDocsTranslator();
  const notes = [field.description, boundsWords(field)].filter(Boolean).join(" · ");
  const inside = objectIn(field);
  return (
    <li className="py-2 text-small">
      <span className="me-2 font-mono font-semibold break-all">{name}</span>
      <TypeOf schema={field} />
      {needed && <span className="ms-2 text-ink-faint">{t("api_docs.needed")}</span>}
      {notes && (
        <span className="block text-ink-soft">
          <WithCode text={notes} />
        </span>
      )}
      {inside && (
        <div className="mt-1 ps-4">
          <Fields schema={inside} sent={sent} />
        </div>
      )}
    </li>
  );
}

function TypeOf({ schema }: { schema: Schema }) {
  const { words, object } = typeWords(schema);
  return (
    <span className="font-mono text-tiny text-ink-soft [overflow-wrap:anywhere]">
      {words && `${words} `}
      {object && (
        <a className="link" href={`#object-${object}`}>
          {object}
        </a>
      )}
    </span>
  );
}
