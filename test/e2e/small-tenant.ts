import { randomInt, seededRandom } from "../../src/lib/random.ts";

/** One row of the small tenant's log. */
export interface SmallRow {
  readonly id: string;
  /** Local day, ISO. */
  readonly day: string;
  readonly user: string;
  readonly action: string;
  readonly line: string;
}

export const header = "event_id,when,user,action,ticket,customer,country";

/** A mapping of its columns, as an analyst writes it. */
export const mapping = {
  time: "when",
  timeFormat: "%d/%m/%Y %H:%M:%S",
  zone: "Europe/Berlin",
  actor: "user",
  type: ["action"],
  id: "event_id",
  entities: [
    { column: "ticket", type: "ticket", relationship: "updates", role: "context" },
    { column: "customer", type: "customer", relationship: "concerns", role: "subject" },
  ],
  attributes: ["country"],
  roots: ["Refund"],
};

const two = (n: number): string => String(n).padStart(2, "0");

/** A seeded support desk: every working day each user goes through some tickets; now and then one ends in a refund. */
export function smallTenant({ users = 30, days = 45, seed = 3 } = {}): SmallRow[] {
  const random = seededRandom(seed);
  const rows: SmallRow[] = [];
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.UTC(2025, 2, 3 + day));
    if (date.getUTCDay() % 6 === 0) continue;
    const iso = date.toISOString().slice(0, 10);
    for (let user = 0; user < users; user++) {
      const name = `agent${two(user)}`;
      for (let ticket = 0; ticket < 2 + randomInt(random, 3); ticket++) {
        const minute = 60 * (8 + (user % 3)) + randomInt(random, 420);
        const id = `T${day}-${user}-${ticket}`;
        const customer = `C${randomInt(random, 200)}`;
        const actions = ["View", "Update", ...(random() < 0.15 ? ["Refund"] : []), "Close"];
        actions.forEach((action, i) => {
          const at = `${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(10 * i)}`;
          const when = `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/2025 ${at}`;
          const event = `E${rows.length + 1}`;
          const line = [event, when, name, action, id, customer, user % 9 === 0 ? "AT" : "DE"].join(",");
          rows.push({ id: event, day: iso, user: name, action, line });
        });
      }
    }
  }
  return rows;
}

export const toCsv = (rows: readonly SmallRow[]): string => `${header}\n${rows.map(({ line }) => line).join("\n")}\n`;
