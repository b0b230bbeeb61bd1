import { officeNotFound } from "#app/_layout/office-not-found.tsx";

export { generateMetadata } from "#app/_layout/office-not-found.tsx";
export default officeNotFound();
