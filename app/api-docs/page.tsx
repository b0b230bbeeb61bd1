import type { Metadata } from "next";
import { connection } from "next/server";
import { SitePage } from "#app/_layout/shells.tsx";
import { openapi } from "#app/api/v1/openapi.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { config } from "#config/config.ts";
import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { getDocsTranslator } from "./docs-translator.ts";
import { REFUSALS, getRefusalMessage, type RefusalCode } from "#domain/kernel/refusal.ts";
import { Fields } from "./fields.tsx";
import { type DescribedOperation, OperationLine, OperationView } from "./operation-view.tsx";
import type { Schema } from "./schema-words.ts";

export function generateMetadata(): Metadata {
  const t = getDocsTranslator();
  return { title: t("api_docs.api_title"), description: t("api_docs.page_description") };
}

type Document = {
  tags: { name: string }[];
  paths: Record<string, Record<string, DescribedOperation & { tags: string[] }>>;
  components: { schemas: Record<string, Schema> };
};

/**
 * The API for people, from the same document that machines read at /api/v1/openapi.json: what there is, and each subject with its
 * operations and objects at an address of its own, because all of it at once is half a megabyte.
 */
export default async function ApiDocsPage({ searchParams }: PageProps<"/api-docs">) {
  const t = getDocsTranslator();
  await connection();
  const { tags, paths, components } = openapi() as Document;
  const { subject } = await searchParams;
  const shown = tags.find(({ name }) => name === subject)?.name;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  return (
    <SitePage cached>
      <div lang={SOURCE_LANGUAGE} dir="ltr">
        <PageHeader
          title={t("api_docs.api_title")}
          lede={
            <>
              {t.rich("api_docs.page_lede", {
                link: (children) => (
                  <a className="link" href="/api/v1/openapi.json">
                    {children}
                  </a>
                ),
              })}
            </>
          }
        />
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-12">
          {shown === undefined ? (
            <>
              <HowItWorks url={config().url} />
              {tags.map(({ name }) => (
                <Subject key={name} name={name} operations={operations.filter(isOf(name))} />
              ))}
              <Refusals />
            </>
          ) : (
            <SubjectInFull name={shown} operations={operations.filter(isOf(shown))} schemas={components.schemas} />
          )}
        </div>
      </div>
    </SitePage>
  );
}

type Described = { method: string; path: string; operation: DescribedOperation & { tags: string[] } };

const isOf = (subject: string) => (each: Described) => each.operation.tags.includes(subject);
const addressOf = (subject: string) => `/api-docs?subject=${encodeURIComponent(subject)}`;

/** The operations of a subject, a line each. */
function Subject({ name, operations }: { name: string; operations: Described[] }) {
  return (
    <section>
      <h2 className="mb-3">
        <a className="hover:underline" href={addressOf(name)}>
          {name}
        </a>
      </h2>
      <ul className="border-t border-rule">
        {operations.map(({ method, path, operation: { operationId, summary } }) => (
          <li key={operationId} className="border-b border-rule">
            <a className="block py-3 hover:bg-sunken" href={`${addressOf(name)}#${operationId}`}>
              <OperationLine method={method} path={path} summary={summary} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

type SubjectInFullProps = { name: string; operations: Described[]; schemas: Record<string, Schema> };

/** The operations of a subject with all that goes in and out, and the objects that they name. */
function SubjectInFull({ name, operations, schemas }: SubjectInFullProps) {
  const t = getDocsTranslator();
  const named = listNamed(operations, schemas);
  return (
    <>
      <section>
        <p className="mb-3">
          <a className="link" href="/api-docs">
            {t("api_docs.all_subjects_link")}
          </a>
        </p>
        <h2 className="mb-3">{name}</h2>
        <div className="border-t border-rule">
          {operations.map((each) => (
            <OperationView key={each.operation.operationId} {...each} />
          ))}
        </div>
      </section>
      <Objects schemas={Object.fromEntries(Object.entries(schemas).filter(([each]) => named.has(each)))} />
    </>
  );
}

/** The objects that something of the document names, and those that these name. */
function listNamed(of: unknown, schemas: Record<string, Schema>, found = new Set<string>()): Set<string> {
  for (const [, name = ""] of JSON.stringify(of).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    listNamed(schemas[name] ?? null, schemas, found);
  }
  return found;
}

/** Its words are a command's, in no language. */
const exampleFor = (url: string) => `curl ${url}/api/v1/enrolments \\
  -H "Authorization: Bearer mtr_…" \\
  -H "Idempotency-Key: $(uuidgen)" \\
  -H "Content-Type: application/json" \\
  -d '{ "cohortId": "coh_…" }'`;

function HowItWorks({ url }: { url: string }) {
  const t = getDocsTranslator();
  return (
    <section className="grid max-w-[68ch] grid-cols-[minmax(0,1fr)] gap-4 [&_code]:font-mono [&_code]:text-small">
      <h2>{t("api_docs.how_it_works_heading")}</h2>
      <p>
        {t.rich("api_docs.make_a_token", {
          link: (children) => (
            <a className="link" href="/account">
              {children}
            </a>
          ),
        })}
      </p>
      <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-4 text-tiny leading-relaxed">
        {exampleFor(url)}
      </pre>
      <p>{t.rich("api_docs.idempotency_keys", { code: (children) => <code>{children}</code> })}</p>
      <p>{t.rich("api_docs.connections", { code: (children) => <code>{children}</code> })}</p>
      <p>{t.rich("api_docs.lists_and_times", { code: (children) => <code>{children}</code> })}</p>
      <p>{t.rich("api_docs.refusals", { code: (children) => <code>{children}</code> })}</p>
    </section>
  );
}

function Objects({ schemas }: { schemas: Record<string, Schema> }) {
  const t = getDocsTranslator();
  return (
    <section>
      <h2 className="mb-3">{t("api_docs.objects_heading")}</h2>
      <div className="grid gap-8">
        {Object.entries(schemas).map(([name, schema]) => (
          <div key={name} id={`object-${name}`} className="scroll-mt-6">
            <h3 className="mb-2 font-mono text-base">{name}</h3>
            <Fields schema={schema} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Refusals() {
  const t = getDocsTranslator();
  return (
    <section>
      <h2 className="mb-3">{t("api_docs.codes_of_refusals_heading")}</h2>
      <ul className="divide-y divide-rule border-y border-rule">
        {Object.entries(REFUSALS).map(([code, { status }]) => (
          <li key={code} id={code} className="scroll-mt-6 py-2 text-small target:bg-sunken">
            <span className="num me-2 font-mono text-tiny text-ink-faint">{status}</span>
            <span className="me-2 font-mono font-semibold break-all">{code}</span>
            <span className="text-ink-soft">{t.format(getRefusalMessage(code as RefusalCode))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
