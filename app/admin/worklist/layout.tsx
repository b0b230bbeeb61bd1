import { officeLayout } from "#app/_layout/shells.tsx";

export default officeLayout("/admin/worklist");
