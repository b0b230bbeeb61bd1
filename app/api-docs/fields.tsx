import type { Schema } from "./schema-words.ts";
import { boundsWords, typeWords } from "./schema-words.ts";

/** The fields of an object, or the one thing that it is. */
export function Fields({ schema }: { schema: Schema }) {
  if (!schema.properties) return <TypeOf schema={schema} />;
  const names = Object.entries(schema.properties);
  if (names.length === 0) return <p className="text-small text-ink-soft">Nothing.</p>;
  return (
    <ul className="divide-y divide-rule border-y border-rule">
      {names.map(([name, field]) => (
        <Field key={name} name={name} field={field} required={schema.required?.includes(name) ?? false} />
      ))}
    </ul>
  );
}

type FieldProps = { name: string; field: Schema; required: boolean };

export function Field({ name, field, required }: FieldProps) {
  const notes = [field.description, boundsWords(field)].filter(Boolean).join(" · ");
  return (
    <li className="py-2 text-small">
      <span className="mr-2 font-mono font-semibold break-all">{name}</span>
      <TypeOf schema={field} />
      {required && <span className="ml-2 text-ink-faint">needed</span>}
      {notes && <span className="block text-ink-soft">{notes}</span>}
      {field.properties && (
        <div className="mt-1 pl-4">
          <Fields schema={field} />
        </div>
      )}
    </li>
  );
}

function TypeOf({ schema }: { schema: Schema }) {
  const { words, object } = typeWords(schema);
  return (
    <span className="font-mono text-tiny text-ink-soft [overflow-wrap:anywhere]">
      {words}{" "}
      {object && (
        <a className="link" href={`#object-${object}`}>
          {object}
        </a>
      )}
    </span>
  );
}
