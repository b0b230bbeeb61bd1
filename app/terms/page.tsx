import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Prose } from "#components/ui/prose.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { renderMarkdown } from "#domain/kernel/render-markdown.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getSchoolText } from "#domain/settings/school-texts.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("terms.terms_title") };
}

/** What the school and its students agree on, as the office has written it. */
export default async function TermsPage() {
  const t = getTranslator();
  const ctx = await getPageReadCtx();
  const settings = await getSettingsOnce(ctx);
  const terms = getSchoolText(settings, "terms", ctx.language);
  const refundPolicy = getSchoolText(settings, "refundPolicy", ctx.language);
  if (terms.text.trim() === "") notFound();
  return (
    <SitePage here="/terms">
      <PageHeader
        title={t("terms.terms_title")}
        lede={refundPolicy.text && <span {...writtenIn(refundPolicy.language)}>{refundPolicy.text}</span>}
      />
      {/* Headings in the text begin below this one. */}
      <h2 className="sr-only">{t("terms.what_we_agree_on_heading")}</h2>
      <div {...writtenIn(terms.language)}>
        <Prose html={renderMarkdown(terms.text)} />
      </div>
    </SitePage>
  );
}
