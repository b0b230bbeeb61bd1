/** A course in another language, kept under its own address. */
export { default, generateMetadata, generateStaticParams } from "../../../courses/[slug]/page.tsx";

export const dynamic = "force-static";
