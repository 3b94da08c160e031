import type { Mapping } from "../../src/ingest/mapping.ts";
import { randomInt, seededRandom } from "../../src/lib/random.ts";

/** How a desk log's columns read. */
export const deskMapping: Mapping = {
  time: "when",
  timeFormat: "iso",
  zone: "Europe/Berlin",
  actor: "who",
  type: ["what"],
  entities: [
    { column: "ticket", type: "ticket", relationship: "updates" },
    { column: "customer", type: "customer", relationship: "concerns" },
  ],
  attributes: ["country", "device"],
  roots: ["DataTool.Query"],
};

const firstDay = Date.UTC(2025, 4, 5);
const minute = 60_000;

/** ISO date of a day of the log. */
export const deskDay = (day: number): string => new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10);

/**
 * One CSV a day of a small support desk, times in UTC, the zone two hours ahead. The last day has a user, a type, entities and an attribute's value
 * that no day before has, and begins with a log that goes on with an action of the day before.
 */
export function deskLog({ agents = 14, days = 20, customers = 60, jobs = 2, seed = 3 } = {}): string[] {
  const random = seededRandom(seed);
  let ticket = 0;
  return Array.from({ length: days }, (_, day) => {
    const rows: { at: number; fields: string[] }[] = [];
    const put = (at: number, who: string, what: string, refs: [string, string], more: [string, string]) =>
      rows.push({ at, fields: [who, what, ...refs, ...more] });
    const midnight = firstDay + day * 86_400_000 - 120 * minute;
    const isLast = day === days - 1;
    for (let agent = 0; agent < agents + (isLast ? 1 : 0); agent++) {
      if (random() < 0.12 && !isLast) continue;
      const who = `agent-${agent}`;
      const more = (): [string, string] => [
        random() < 0.05 ? "FR" : agent % 5 === 0 ? "AT" : "DE",
        isLast && agent === 2 ? "phone" : random() < 0.2 ? "tablet" : "laptop",
      ];
      const shift = midnight + (8 + (agent % 3)) * 60 * minute;
      put(shift, who, "Logon", ["", ""], more());
      for (let job = 0; job < jobs + randomInt(random, 3); job++) {
        const at = shift + (10 + randomInt(random, 400)) * minute;
        const refs: [string, string] = [`T${ticket++}`, `C${randomInt(random, customers)}`];
        put(at, who, "Ticket.View", refs, more());
        put(at + 2 * minute, who, "Ticket.View", refs, more());
        if (random() < 0.8)
          put(at + (5 + randomInt(random, 40)) * minute, who, "DataTool.Query", ["", refs[1]], more());
        put(at + 70 * minute, who, "Ticket.Update", refs, more());
      }
      if (isLast && agent === 3)
        for (let k = 0; k < 12; k++)
          put(shift + (300 + k * 9) * minute, who, "DataTool.Query", ["", `C${k % 3 === 0 ? 900 + k : k}`], more());
      if (isLast && agent === 4) put(shift + 200 * minute, who, "Mail.Export", ["", "C1"], more());
    }
    const late = ["", "C7"] as [string, string];
    put(midnight + 1438 * minute, "agent-1", "DataTool.Query", late, ["DE", "laptop"]);
    if (day > 0) put(midnight + minute, "agent-1", "DataTool.Query", late, ["DE", "laptop"]);
    const lines = rows
      .sort((a, b) => a.at - b.at)
      .map(({ at, fields }) => [new Date(at).toISOString(), ...fields].join(","));
    return `when,who,what,ticket,customer,country,device\n${lines.join("\n")}\n`;
  });
}
