export { default, generateMetadata } from "../../../courses/[slug]/layout.tsx";
