/** Ticks of the axis, hours, with their labels. */
const candidates: readonly [number, string][] = [
  [1 / 60, "1 min"],
  [1 / 6, "10 min"],
  [1, "1 h"],
  [6, "6 h"],
  [24, "1 d"],
  [168, "7 d"],
  [720, "30 d"],
  [2160, "90 d"],
  [8760, "1 y"],
];

export interface TimeAxis {
  /** Pixels of an offset in hours. */
  readonly x: (offset: number) => number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

/** A signed-logarithmic axis of offsets (hours) from the root: seconds and weeks both have room. */
export function timeAxis(offsets: readonly number[], { from, to }: { from: number; to: number }): TimeAxis {
  const warp = (hours: number): number => Math.sign(hours) * Math.log1p(Math.abs(hours) * 60);
  const least = Math.min(0, ...offsets);
  const most = Math.max(0, ...offsets);
  const pad = Math.max(0.6, (warp(most) - warp(least)) * 0.08);
  const [low, high] = [warp(least) - pad, warp(most) + pad];
  const x = (hours: number): number => from + ((warp(hours) - low) / (high - low)) * (to - from);
  const all = [
    { x: x(0), label: "0" },
    ...candidates.flatMap(([hours, text]) => [
      ...(-hours >= least * 1.05 ? [{ x: x(-hours), label: `−${text}` }] : []),
      ...(hours <= most * 1.05 ? [{ x: x(hours), label: `+${text}` }] : []),
    ]),
  ];
  const kept: { x: number; label: string }[] = [];
  const outward = [...all].sort((a, b) => Math.abs(b.x - x(0)) - Math.abs(a.x - x(0)));
  for (const tick of [{ x: x(0), label: "0" }, ...outward])
    if (tick.x > from + 8 && tick.x < to - 8 && kept.every((other) => Math.abs(other.x - tick.x) > 46)) kept.push(tick);
  return { x, ticks: kept };
}
