import type { Metadata } from "next";
import { connection } from "next/server";
import { SitePage } from "#app/_layout/shells.tsx";
import { openapi } from "#app/api/v1/openapi.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { config } from "#config/config.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { REFUSALS, refusalMessage, type RefusalCode } from "#domain/kernel/refusal.ts";
import { Fields } from "./fields.tsx";
import { type DescribedOperation, OperationView } from "./operation-view.tsx";
import type { Schema } from "./schema-words.ts";

export const metadata: Metadata = { title: "API", description: "What scripts can do with this school." };

type Document = {
  tags: { name: string }[];
  paths: Record<string, Record<string, DescribedOperation & { tags: string[] }>>;
  components: { schemas: Record<string, Schema> };
};

/** The API for people, from the same document that machines read at /api/v1/openapi.json. */
export default async function ApiDocsPage() {
  await connection();
  const { tags, paths, components } = openapi() as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  return (
    <SitePage cached>
      <PageHeader
        title="API"
        lede={
          <>
            Everything that the pages do, for scripts. For machines the same stands in{" "}
            <a className="link" href="/api/v1/openapi.json">
              openapi.json
            </a>
            .
          </>
        }
      />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-12">
        <HowItWorks url={config().url} />
        {tags.map(({ name }) => (
          <section key={name}>
            <h2 className="mb-3">{name}</h2>
            <div className="border-t border-rule">
              {operations
                .filter(({ operation }) => operation.tags.includes(name))
                .map((each) => (
                  <OperationView key={each.operation.operationId} {...each} />
                ))}
            </div>
          </section>
        ))}
        <Objects schemas={components.schemas} />
        <Refusals />
      </div>
    </SitePage>
  );
}

function HowItWorks({ url }: { url: string }) {
  return (
    <section className="grid max-w-[68ch] grid-cols-[minmax(0,1fr)] gap-4 [&_code]:font-mono [&_code]:text-small">
      <h2>How it works</h2>
      <p>
        Make a token on your{" "}
        <a className="link" href="/account">
          account page
        </a>{" "}
        and send it with every request. It acts as you, and may do what its scopes say.
      </p>
      <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-4 text-tiny leading-relaxed">
        {`curl ${url}/api/v1/enrolments \\
  -H "Authorization: Bearer mtr_…" \\
  -H "Idempotency-Key: $(uuidgen)" \\
  -H "Content-Type: application/json" \\
  -d '{ "cohortId": "coh_…" }'`}
      </pre>
      <p>
        Every <code>POST</code> carries an <code>Idempotency-Key</code> of your own making. Send the same request with
        the same key again, within a day, and nothing is done twice: you get the same answer, with{" "}
        <code>Idempotency-Replayed: true</code>. What was refused had no effect, so the same key may be used again for
        the same request.
      </p>
      <p>
        A connection may be used again for five seconds after an answer, as its <code>Keep-Alive</code> header says. One
        that is closed just as you send ends in a reset: send the same request with the same key again.
      </p>
      <p>
        Lists give <code>items</code> and a <code>nextCursor</code>; send it back as <code>cursor</code> until it is{" "}
        <code>null</code>. Times are ISO 8601 in UTC; amounts are whole minor units beside their currency. What is not
        there, and what is not yours, answers <code>404</code> alike.
      </p>
      <p>
        A refusal is <code>application/problem+json</code> with a <code>code</code> that stays the same, words for a
        person, and a <code>requestId</code> to quote. With <code>429</code> and <code>503</code> comes{" "}
        <code>Retry-After</code>.
      </p>
    </section>
  );
}

function Objects({ schemas }: { schemas: Record<string, Schema> }) {
  return (
    <section>
      <h2 className="mb-3">Objects</h2>
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
  return (
    <section>
      <h2 className="mb-3">Codes of refusals</h2>
      <ul className="divide-y divide-rule border-y border-rule">
        {(Object.keys(REFUSALS) as RefusalCode[]).map((code) => (
          <li key={code} id={code} className="scroll-mt-6 py-2 text-small target:bg-sunken">
            <span className="num mr-2 font-mono text-tiny text-ink-faint">{REFUSALS[code].status}</span>
            <span className="mr-2 font-mono font-semibold break-all">{code}</span>
            <span className="text-ink-soft">{getTranslator().format(refusalMessage(code))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
