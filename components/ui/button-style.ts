import clsx from "clsx";

/** `sign` is ink-blue and for signatures alone; `danger` ends or destroys something. */
export type ButtonVariant = "default" | "quiet" | "primary" | "sign" | "danger";
export type ButtonSize = "sm" | "md" | "lg" | "icon" | "icon-sm";

const variants: Record<ButtonVariant, string> = {
  default: "border-border bg-sheet text-ink hover:bg-hover active:bg-pressed",
  quiet: "border-transparent text-muted hover:bg-hover hover:text-ink active:bg-pressed",
  primary: "border-ink bg-ink text-sheet hover:bg-ink/85 active:bg-ink/75",
  sign: "border-sign-fill bg-sign-fill text-on-sign hover:border-sign-fill-strong hover:bg-sign-fill-strong",
  danger:
    "border-danger bg-danger text-on-danger hover:border-danger-strong hover:bg-danger-strong",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-7 gap-1 px-2 text-sm",
  md: "h-8 gap-1.5 px-3 text-base",
  lg: "h-10 gap-2 px-4 text-base",
  icon: "size-8 shrink-0",
  "icon-sm": "size-6 shrink-0",
};

export function buttonStyle(variant: ButtonVariant = "default", size: ButtonSize = "md"): string {
  return clsx(
    "relative inline-flex select-none items-center justify-center whitespace-nowrap rounded-md border font-medium",
    "transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
  );
}
