/** The catalogue in another language, kept under its own address. */
export { default, generateMetadata, generateStaticParams } from "../../../../courses/page/[page]/page.tsx";

export const dynamic = "force-static";
