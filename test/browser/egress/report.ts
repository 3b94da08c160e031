import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bin/install.mjs";
import { channels } from "./channels.ts";
import { slugOf } from "./probe.ts";
import type { Sinks } from "./sinks.ts";
import type { Run } from "./visit.ts";

/** What got out in some runs: `realm: channel (how)`. */
export const leaksOf = (sinks: Sinks, runs: readonly Run[]): string[] =>
  runs.flatMap(({ id, realm }) =>
    channels.flatMap(({ name }) => {
      const leaks = sinks.leaks(id).get(slugOf(name));
      return leaks ? [`${realm}: ${name} (${[...leaks].join(", ")})`] : [];
    }),
  );

/** Names of the channels that got out in a run. */
export const leaking = (sinks: Sinks, id: string): string[] =>
  channels.flatMap(({ name }) => (sinks.leaks(id).has(slugOf(name)) ? [name] : []));

/** Writes `out/egress-<browser>.md`: a row for each channel, a column for each realm. */
export function writeReport(browser: string, sinks: Sinks, sites: Readonly<Record<string, readonly Run[]>>): void {
  const columns = Object.entries(sites).flatMap(([site, runs]) => runs.map((run) => ({ site, run })));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const cell = (name: string, { id, outcomes }: Run): string => {
    if (!outcomes.has(name)) return "";
    return [...(sinks.leaks(id).get(slugOf(name)) ?? ["–"])].join(", ");
  };
  const total = ({ run }: (typeof columns)[number]) => `${leaking(sinks, run.id).length} of ${run.outcomes.size}`;
  const absent = (sites.control ?? []).flatMap((run) =>
    channels
      .filter(({ name }) => run.outcomes.has(name) && !sinks.leaks(run.id).has(slugOf(name)))
      .map(({ name }) => `- ${name}, ${run.realm}: ${whyNot(run.outcomes.get(name)!)}`),
  );
  const text = [
    `# Ways out that were tried in ${browser}`,
    "",
    "What reached a sink on this machine, by channel and realm: http, websocket, udp, own server, name (a name was looked up), name server (it was asked for one); – is nothing.",
    "",
    line(["channel", ...columns.map(({ site, run }) => `${site}: ${run.realm}`)]),
    line(["---", ...columns.map(() => "---")]),
    ...channels.map(({ name }) => line([name, ...columns.map(({ run }) => cell(name, run))])),
    line(["**that got out**", ...columns.map(total)]),
    "",
    "Not even from the page without a policy, so this browser doesn’t have them:",
    "",
    ...absent,
    "",
  ].join("\n");
  mkdirSync(join(root, "out"), { recursive: true });
  writeFileSync(join(root, "out", `egress-${browser}.md`), text);
}

const whyNot = (outcome: string): string => (outcome === "done" ? "tried, and the browser asked for nothing" : outcome);
