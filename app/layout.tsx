import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { SiteScript } from "#app/_layout/site-script.tsx";
import { getViewer } from "#app/_auth/viewer.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { PageMessages } from "#components/messages/page-messages.tsx";
import { getRequest } from "#messages/request-language.ts";
import "./globals.css";

const geist = localFont({
  src: "../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2",
  variable: "--geist",
  weight: "100 900",
  display: "swap",
});

const sourceSerif = localFont({
  src: "../node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
  variable: "--source-serif",
  weight: "200 900",
  display: "swap",
  adjustFontFallback: "Times New Roman",
});

// Names such as Tomáš Beneš need these letters; a page without them never asks for the file.
const sourceSerifExt = localFont({
  src: "../node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2",
  variable: "--source-serif-ext",
  weight: "200 900",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,U+1EF2-1EFF",
    },
  ],
});

export const metadata: Metadata = {
  title: { default: "Matricula", template: "%s" },
  icons: { icon: { url: "/icon.svg", type: "image/svg+xml" } },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf8f3" },
    { media: "(prefers-color-scheme: dark)", color: "#151412" },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  // A person who is signed in reads the language of their account. Kept pages are rendered for nobody.
  if (!getRequest()?.isKept) await getViewer();
  const { language, direction } = getTranslator();
  return (
    <html
      lang={language}
      dir={direction}
      className={`${geist.variable} ${sourceSerif.variable} ${sourceSerifExt.variable}`}
    >
      <head>
        <SiteScript />
      </head>
      <body>
        <PageMessages areas={["browser"]}>{children}</PageMessages>
      </body>
    </html>
  );
}
