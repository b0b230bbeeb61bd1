import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Prose } from "#components/ui/prose.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { renderMarkdown } from "#domain/kernel/render-markdown.ts";
import { getTermsOfVersion } from "#domain/orders/get-accepted-terms.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("terms.version_title"), robots: { index: false } };
}

/** The terms that an order was paid under, as they were. */
export default async function TermsVersionPage({ params }: PageProps<"/terms/[version]">) {
  const t = getTranslator();
  const { version } = await params;
  const terms = await getTermsOfVersion(await getPageReadCtx(), version);
  if (!terms) notFound();
  return (
    <SitePage here={`/terms/${encodeURIComponent(version)}`}>
      <PageHeader
        title={t("terms.version_title")}
        lede={t.rich("terms.version_words", {
          link: (children) => (
            <a className="link" href="/terms">
              {children}
            </a>
          ),
        })}
      />
      {/* Headings in the text begin below this one. */}
      <h2 className="sr-only">{t("terms.what_we_agree_on_heading")}</h2>
      <div {...writtenIn(terms.language)}>
        <Prose html={renderMarkdown(terms.text)} />
      </div>
    </SitePage>
  );
}
