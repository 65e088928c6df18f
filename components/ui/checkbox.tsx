import clsx from "clsx";
import { Check, Minus } from "lucide-react";
import type { ComponentProps } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { indeterminate?: boolean };

/** A native checkbox in a 24 px target. Label it with a `label` around it, `htmlFor` or aria-label. */
export function Checkbox({ className, indeterminate = false, ...rest }: CheckboxProps) {
  return (
    <span className={clsx("relative inline-grid size-6 shrink-0 place-items-center", className)}>
      <input
        {...rest}
        type="checkbox"
        ref={(node) => {
          if (node) node.indeterminate = indeterminate;
        }}
        className={clsx(
          "peer absolute inset-0 m-0 size-6 appearance-none rounded-md",
          "before:absolute before:inset-1 before:rounded-sm before:border before:border-border before:bg-sheet",
          "checked:before:border-ink checked:before:bg-ink hover:before:border-ink",
          "indeterminate:before:border-ink indeterminate:before:bg-ink",
          "disabled:cursor-not-allowed disabled:opacity-50 focus-visible:outline-offset-0",
        )}
      />
      {indeterminate ? (
        <Minus
          aria-hidden
          className="pointer-events-none relative size-3 stroke-3 text-sheet forced-colors:text-[CanvasText]"
        />
      ) : (
        <Check
          aria-hidden
          className="pointer-events-none invisible relative size-3 stroke-3 text-sheet forced-colors:text-[CanvasText] peer-checked:visible"
        />
      )}
    </span>
  );
}
