import { shown, WrongLine } from "@/lib/probe/exposition-lexing";
import {
  type Family,
  groupKey,
  isHistogram,
  type OpenSample,
  suffixesOf,
} from "@/lib/probe/openmetrics-family";
import { checkHistogramPoint } from "@/lib/probe/openmetrics-histogram";

/** What can be said only once all of a family was read. `taken`: sample names of the families before it. */
export function closeFamily(family: Family, taken: Set<string>): void {
  for (const suffix of new Set([...suffixesOf(family), ""])) {
    const name = family.name + suffix;
    if (taken.has(name))
      throw new WrongLine(`${shown(name)} clashes with a metric family above`, family.line);
    taken.add(name);
  }
  const { unit, type } = family;
  if (unit && !family.name.endsWith(`_${unit}`))
    throw new WrongLine(
      `the name ${shown(family.name)} does not end with its unit ${unit}`,
      family.line,
    );
  if (unit && (type === "info" || type === "stateset"))
    throw new WrongLine(`a metric of type ${type} has no unit`, family.line);
  if (isHistogram(family) || type === "counter") checkPoints(family);
}

/** Splits the samples into points: one metric at one time. */
function checkPoints(family: Family): void {
  const check = (point: OpenSample[]) => {
    if (isHistogram(family)) checkHistogramPoint(family.name, point);
    else if (!point.some(({ name }) => name.endsWith("_total")))
      throw new WrongLine("a counter needs its total", point[0]?.line);
  };
  let point: OpenSample[] = [];
  let before: string | null = null;
  for (const sample of family.samples) {
    const key = `${groupKey(family, sample)} ${sample.timestamp}`;
    if (before !== null && key !== before) {
      check(point);
      point = [];
    }
    before = key;
    point.push(sample);
  }
  if (point.length > 0) check(point);
}
