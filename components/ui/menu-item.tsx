"use client";

import clsx from "clsx";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { type Tone, toneText } from "@/components/ui/tone";

const style =
  "focus-inset flex min-h-8 w-full items-center gap-2 px-3 py-1 text-left hover:bg-hover focus:bg-hover " +
  "aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted";

type MenuItemProps = {
  onSelect: () => void;
  children: ReactNode;
  icon?: ReactNode;
  tone?: Tone;
  disabled?: boolean;
};

export function MenuItem({ onSelect, children, icon, tone, disabled = false }: MenuItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onSelect}
      className={clsx(style, tone && toneText[tone])}
    >
      {icon}
      {children}
    </button>
  );
}

type MenuLinkProps = { href: string; children: ReactNode; icon?: ReactNode; current?: boolean };

export function MenuLink({ href, children, icon, current = false }: MenuLinkProps) {
  return (
    <Link
      href={href}
      role="menuitem"
      tabIndex={-1}
      aria-current={current ? "page" : undefined}
      className={clsx(style, current && "font-semibold")}
    >
      {icon}
      {children}
    </Link>
  );
}

type MenuChoiceProps = {
  checked: boolean;
  onSelect: () => void;
  children: ReactNode;
  lang?: string;
};

/** One of several that exclude each other. */
export function MenuChoice({ checked, onSelect, children, lang }: MenuChoiceProps) {
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={checked}
      tabIndex={-1}
      lang={lang}
      onClick={onSelect}
      className={style}
    >
      <Check aria-hidden className={checked ? undefined : "invisible"} />
      {children}
    </button>
  );
}

export function MenuSeparator() {
  return <hr className="my-1 border-line" />;
}
