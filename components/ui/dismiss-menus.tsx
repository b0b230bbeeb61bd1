"use client";

import { useEffect } from "react";

/** Closes an open menu when one presses Escape or anywhere outside it, as people expect. */
export function DismissMenus() {
  useEffect(() => {
    const open = () => document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
    function onPointerDown(event: PointerEvent) {
      for (const menu of open()) {
        if (!menu.contains(event.target as Node)) menu.open = false;
      }
    }
    function onKeyDown(event: KeyboardEvent) {
      // What is opened from a menu closes first.
      if (event.key !== "Escape" || (event.target as Element).closest('[role="dialog"]')) return;
      for (const menu of open()) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    }
    document.addEventListener("pointerdown", onPointerDown);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("pointerdown", onPointerDown);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, []);
  return null;
}
