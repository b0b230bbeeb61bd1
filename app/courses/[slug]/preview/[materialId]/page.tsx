import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { MaterialPreview } from "#components/learning/material-preview.tsx";
import { getPreviewPage } from "#domain/learning/get-material-page.ts";

type Props = PageProps<"/courses/[slug]/preview/[materialId]">;

const previewAt = cache(async (slug: string, id: string) => getPreviewPage(await getPageReadCtx(), slug, id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, materialId } = await params;
  const material = await previewAt(slug, materialId);
  return { title: material ? `${material.title} · ${material.courseTitle}` : "", robots: { index: false } };
}

/** A material that anybody may open before they enrol. Nothing is recorded of who does. */
export default async function PreviewMaterialPage({ params, searchParams }: Props) {
  const { slug, materialId } = await params;
  const material = await previewAt(slug, materialId);
  if (!material) notFound();
  return (
    <SitePage current="courses" unhydrated>
      <MaterialPreview material={material} isPlaying={(await searchParams).play === "1"} />
    </SitePage>
  );
}
