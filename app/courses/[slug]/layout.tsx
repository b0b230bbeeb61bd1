import type { Metadata } from "next";
import type { ReactNode } from "react";
import { config } from "#config/config.ts";

/** Next makes the social image's address as soon as it comes by its file here, before it asks the page. */
export function generateMetadata(): Metadata {
  return { metadataBase: new URL(config().url) };
}

export default function Layout({ children }: { children: ReactNode }) {
  return children;
}
