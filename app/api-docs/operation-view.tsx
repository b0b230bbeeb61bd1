import { Fragment } from "react";
import { Field, Fields } from "./fields.tsx";
import type { Schema } from "./schema-words.ts";
import { WithCode } from "./with-code.tsx";
import { getDocsTranslator } from "./docs-translator.ts";

type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: Schema };
type Content = Record<string, { schema: Schema }>;

/** An operation as the OpenAPI document says it. */
export type DescribedOperation = {
  operationId: string;
  summary: string;
  description: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};

type Props = { method: string; path: string; operation: DescribedOperation };

/** What an operation is called by, in a line. */
export function OperationLine({ method, path, summary }: { method: string; path: string; summary: string }) {
  return (
    <>
      <span className="me-2 inline-block w-14 font-mono text-tiny font-semibold text-accent">{method}</span>
      <span className="font-mono text-small [overflow-wrap:anywhere]">
        {path.split("/").map((part, at) => (
          <Fragment key={`${at} ${part}`}>
            {at > 0 && (
              <>
                /<wbr />
              </>
            )}
            {part}
          </Fragment>
        ))}
      </span>
      <span className="block ps-16 text-small text-ink-soft sm:inline sm:ps-3">{summary}</span>
    </>
  );
}

/** One operation, folded away: the list of summaries is what people look through. */
export function OperationView({ method, path, operation }: Props) {
  const t = getDocsTranslator();
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const [done, ...problems] = Object.entries(responses).sort(([a], [b]) => Number(a) - Number(b));
  return (
    <details id={operationId} className="border-b border-rule">
      <summary className="cursor-pointer py-3 hover:bg-sunken">
        <OperationLine method={method} path={path} summary={summary} />
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 pb-6 sm:ps-16">
        <p className="text-small text-ink-soft">
          <WithCode text={description} />
        </p>
        {parameters.length > 0 && (
          <section>
            <h3 className="mb-2 text-small font-semibold">{t("api_docs.parameters_heading")}</h3>
            <ul className="divide-y divide-rule border-y border-rule">
              {parameters.map(({ name, required = false, description: about, schema }) => (
                <Field key={name} name={name} needed={required} field={{ ...schema, description: about }} />
              ))}
            </ul>
          </section>
        )}
        {requestBody && (
          <Part title={t("api_docs.body_title")} sent schema={requestBody.content["application/json"]?.schema} />
        )}
        {done && (
          <Part
            title={t("api_docs.answer_title", { done: done[0] })}
            schema={done[1].content?.["application/json"]?.schema}
          />
        )}
        <section>
          <h3 className="mb-2 text-small font-semibold">{t("api_docs.refusals_heading")}</h3>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-1 text-small text-ink-soft">
            {problems.map(([status, { description: codes }]) => (
              <li key={status} className="flex flex-wrap gap-x-2">
                <span className="num font-mono text-tiny">{status}</span>
                {codesOf(codes).map((code) => (
                  <a key={code} className="link font-mono text-tiny" href={`/api-docs#${code}`}>
                    {code}
                  </a>
                ))}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </details>
  );
}

function Part({ title, schema, sent }: { title: string; schema: Schema | undefined; sent?: boolean }) {
  if (!schema) return null;
  return (
    <section>
      <h3 className="mb-2 text-small font-semibold">{title}</h3>
      <Fields schema={schema} sent={sent} />
    </section>
  );
}

const codesOf = (description: string) => [...description.matchAll(/^`(\w+)`/gm)].map(([, code]) => code ?? "");
