import type { Metadata } from "next";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FormCheckbox, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { createStudentAction } from "./actions.ts";

export const metadata: Metadata = { title: "New student" };

const HERE = "/admin/students/new";

/** An account for somebody who called or wrote. */
export default async function NewStudentPage() {
  await requirePermission("student.create", HERE);
  return (
    <StaffPage here={HERE}>
      <PageHeader
        title="New student"
        above={<Breadcrumbs crumbs={[{ label: "Students", href: "/admin/students" }, { label: "New student" }]} />}
        lede="For somebody who called or wrote. You can enrol them as soon as they have an account."
      />
      <StateForm action={createStudentAction} className="grid max-w-xl gap-5">
        <FormInput name="name" label="Name" maxLength={400} autoComplete="off" required />
        <FormInput
          name="email"
          label="Address"
          type="email"
          maxLength={254}
          autoComplete="off"
          required
          hint="Orders, receipts and dates go there. It counts as not confirmed until they follow a mailed link."
        />
        <FormCheckbox
          name="welcome"
          label="Mail them a link to choose a password"
          hint="It works for 7 days. Without one they can sign in by a mailed code whenever they like."
          defaultChecked
        />
        <div>
          <SubmitButton pendingLabel="Creating …">Create student</SubmitButton>
        </div>
      </StateForm>
    </StaffPage>
  );
}
