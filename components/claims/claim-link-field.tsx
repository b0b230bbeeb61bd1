"use client";

import { useRef } from "react";
import { CopyButton } from "../account/copy-button.tsx";

/** A claim link in a field, to be copied; where no script runs its text is selected by hand. */
export function ClaimLinkField({ id, label, address }: { id: string; label: string; address: string }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div>
      <label htmlFor={id} className="block text-small font-[540]">
        {label}
      </label>
      <div className="mt-1.5 flex gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={address}
          onFocus={(event) => event.currentTarget.select()}
          className="num block min-w-0 flex-1 rounded-sm border border-edge bg-surface px-3 py-2 text-small"
        />
        <CopyButton field={field} />
      </div>
    </div>
  );
}
