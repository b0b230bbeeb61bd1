import { notFound } from "next/navigation";
import { visitor } from "#domain/kernel/actor.ts";
import { reading } from "#runtime";
import { sitemapPart } from "../xml.ts";

/** `/sitemap/2.xml`: one of the files that the index at /sitemap.xml names. */
export async function GET(_request: Request, { params }: { params: Promise<{ part: string }> }) {
  const number = /^([1-9]\d{0,3})\.xml$/.exec((await params).part)?.[1];
  return (number && (await sitemapPart(reading(visitor), Number(number)))) || notFound();
}
