import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { SitePage } from "#app/_layout/shells.tsx";
import { getCurrentActor, getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { MaterialView } from "#components/learning/material-view.tsx";
import { getMaterialPage } from "#domain/learning/get-material-page.ts";
import { markDoneAction, undoDoneAction } from "../../actions.ts";
import { recordOpeningLater } from "../../record-opening-later.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = PageProps<"/learning/[slug]/[materialId]">;

const materialAt = cache(async (slug: string, id: string) => getMaterialPage(await getPageReadCtx(), slug, id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const { slug, materialId } = await params;
  const material = await materialAt(slug, materialId);
  return {
    title: material ? `${material.title} · ${material.courseTitle}` : t("learning.my_learning_title"),
    robots: { index: false },
  };
}

/** One material: a text to read, a link to follow or a file to fetch, with the way to the one before and the one after. */
export default async function MaterialPage({ params, searchParams }: Props) {
  const { slug, materialId } = await params;
  await requireViewer(`/learning/${slug}/${materialId}`);
  const material = await materialAt(slug, materialId);
  if (!material) notFound();
  recordOpeningLater(await getCurrentActor(), material.access, {
    courseId: material.courseId,
    materialId: material.id,
  });
  return (
    <SitePage current="learning">
      <MaterialView
        material={material}
        isPlaying={(await searchParams).play === "1"}
        markDone={markDoneAction}
        undoDone={undoDoneAction}
      />
    </SitePage>
  );
}
