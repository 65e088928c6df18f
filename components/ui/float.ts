/**
 * Places a `position: fixed` element below its trigger, or above it where the window ends, aligned
 * to the edge of the trigger that leaves more room. Needs no size of the element, so it never flickers.
 */
export function placeBy(trigger: Element, floating: HTMLElement, gap = 4): void {
  const box = trigger.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const above = box.bottom > height * 0.66 && box.top > height * 0.34;
  const fromEnd = box.left + box.right > width;
  Object.assign(floating.style, {
    inset: "auto",
    margin: "0",
    top: above ? "auto" : `${box.bottom + gap}px`,
    bottom: above ? `${height - box.top + gap}px` : "auto",
    left: fromEnd ? "auto" : `${Math.max(8, box.left)}px`,
    right: fromEnd ? `${Math.max(8, width - box.right)}px` : "auto",
    maxHeight: `${(above ? box.top : height - box.bottom) - gap - 8}px`,
  });
}
