import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Prose } from "#components/ui/prose.tsx";
import { renderMarkdown } from "#domain/kernel/render-markdown.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";

export const metadata: Metadata = { title: "Terms" };

/** What the school and its students agree on, as the office has written it. */
export default async function TermsPage() {
  const { read } = await getPageReadCtx();
  const { terms, refundPolicy } = await getSchoolSettings(read);
  if (terms.trim() === "") notFound();
  return (
    <SitePage here="/terms">
      <PageHeader title="Terms" lede={refundPolicy} />
      {/* Headings in the text begin below this one. */}
      <h2 className="sr-only">What we agree on</h2>
      <Prose html={renderMarkdown(terms)} />
    </SitePage>
  );
}
