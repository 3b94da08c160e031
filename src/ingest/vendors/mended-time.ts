/**
 * A time whose seconds run into their fraction, put right; `undefined` for any other text. Exporters that pad wrongly write
 * `00:00:00000000` for `00:00:00.000000` and `23:00:000.5Z` for `23:00:00.5Z`.
 */
export function mendedTime(written: string | undefined): string | undefined {
  const broken = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(\d+)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/.exec(written ?? "");
  if (!broken) return undefined;
  const [, seconds, run = "", fraction, zone = ""] = broken;
  return `${seconds}.${(fraction ?? run).slice(0, 9)}${zone}`;
}
