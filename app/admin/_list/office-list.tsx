import { WithoutNextScripts } from "#app/_layout/site-script.tsx";
import { ListPage, type ListPageProps } from "#components/admin/list-page.tsx";

/** A list of the office where nothing needs React in the browser: links, one form that asks by its address, and the table. */
export function OfficeList(props: ListPageProps) {
  return (
    <>
      <WithoutNextScripts />
      <ListPage {...props} />
    </>
  );
}
