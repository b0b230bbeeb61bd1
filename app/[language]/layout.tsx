import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { getRequest } from "#messages/request-language.ts";

type Props = { params: Promise<{ language: string }>; children: ReactNode };

/** Public pages in another language than the school's own. Nothing is here unless the school offers the language. */
export default async function Layout({ params, children }: Props) {
  const { prefix, isKept } = getRequest() ?? {};
  if (!isKept || prefix !== (await params).language) notFound();
  return children;
}
