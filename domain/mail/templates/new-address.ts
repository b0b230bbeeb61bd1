import { formatEmail } from "../../kernel/email-address.ts";
import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

/** The four mails of a change of address: to the new one, to whoever has it already, and two notices to the old one. */

export function confirmNewAddress(
  { name, path, hours }: MailPayloads["confirm_new_address"],
  school: SchoolFace,
): Draft {
  return {
    subject: `Your new address for ${school.name}`,
    parts: [
      hello(name),
      text("You asked us to write to this address from now on. Open the link in the browser where you are signed in:"),
      button("Use this address", path),
      aside(`The link works once, and for ${hours} hours. If you did not ask for it, do nothing: nothing will change.`),
    ],
  };
}

export function newAddressTaken({ name }: MailPayloads["new_address_taken"], school: SchoolFace): Draft {
  return {
    subject: `You already have an account at ${school.name}`,
    parts: [
      hello(name),
      text(
        "Somebody asked to use this address for another account. It belongs to yours already, so nothing was changed.",
      ),
      text("If it was you, sign in with this address, or choose another one for the other account."),
      button("Sign in", "/sign-in"),
      aside("If it was not you, there is nothing to do."),
    ],
  };
}

export function newAddressAsked({ name, newEmail }: MailPayloads["new_address_asked"], school: SchoolFace): Draft {
  return {
    subject: `A new address for your account at ${school.name}?`,
    parts: [
      hello(name),
      text(
        `You asked us to write to ${formatEmail(newEmail)} from now on. We will, as soon as the link that we sent there is opened.`,
      ),
      text("If it was not you, choose a new password at once. That stops the change and signs everybody out:"),
      button("Choose a new password", "/sign-in/reset"),
    ],
  };
}

export function addressChanged({ name, newEmail }: MailPayloads["address_changed"], school: SchoolFace): Draft {
  const where = school.supportEmail ? `Write to ${school.supportEmail}` : `Get in touch with ${school.name}`;
  return {
    subject: `Your address at ${school.name} was changed`,
    parts: [
      hello(name),
      text(`Your account now has the address ${formatEmail(newEmail)}. You sign in with it, and our letters go there.`),
      text("Every other place where you were signed in was signed out."),
      text(`If it was not you, somebody else is in your account. ${where} at once: we can give it back to you.`),
    ],
  };
}
