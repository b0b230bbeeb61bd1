import { officeNotFound } from "#app/_layout/office-not-found.tsx";
import { FocusPage } from "#app/_layout/shells.tsx";

export { generateMetadata } from "#app/_layout/office-not-found.tsx";
/** The pages of the desk bring the office around them themselves. */
export default officeNotFound(FocusPage);
