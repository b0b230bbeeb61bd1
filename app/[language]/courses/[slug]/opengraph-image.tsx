/** The picture of a course in another language. */
export { contentType, default, size } from "../../../courses/[slug]/opengraph-image.tsx";

export const dynamic = "force-static";
