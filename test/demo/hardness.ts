import type { Table } from "./table.ts";

/** Area under the ROC curve, ties counted half, of whichever direction separates better: 0.5 to 1. */
export function separation(values: readonly number[], bad: readonly boolean[]): number {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  let rankSum = 0;
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j < order.length && values[order[j]!] === values[order[i]!]) j++;
    for (let k = i; k < j; k++) if (bad[order[k]!]) rankSum += (i + j + 1) / 2;
    i = j;
  }
  const positives = bad.filter(Boolean).length;
  const auc = (rankSum - (positives * (positives + 1)) / 2) / (positives * (values.length - positives));
  return Math.max(auc, 1 - auc);
}

/**
 * What a single column, count or hour says of each look-up or refund of the last days, by name, and which are bad. `counts` are those that join
 * agents with customers, `gaps` the times since somebody served the customer: what a subgraph begins with.
 */
export function rootFeatures(
  desk: Table,
  badIds: ReadonlySet<string>,
  { types, dates }: { readonly types: readonly string[]; readonly dates: ReadonlySet<string> },
): Readonly<Record<"features" | "counts" | "gaps", Map<string, number[]>>> & { readonly bad: boolean[] } {
  const perDay = new Map<string, number>();
  const rootsPerDay = new Map<string, number>();
  const perCustomer = new Map<string, number>();
  const perDevice = new Map<string, number>();
  const perNetwork = new Map<string, number>();
  const perPair = new Map<string, number>();
  const perCustomerDay = new Map<string, number>();
  const agentsOf = new Map<string, Set<string>>();
  const customersOf = new Map<string, Set<string>>();
  const last = new Map<string, number>();
  const member = (map: Map<string, Set<string>>, key: string, one: string): void => {
    const known = map.get(key);
    if (known) known.add(one);
    else map.set(key, new Set([one]));
  };
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  const served = new Map<string, number>();
  const roots: { row: string[]; day: string; quiet: number; sinceServed: number; sinceMet: number }[] = [];
  for (const line of desk.lines) {
    const row = line.split(",");
    const [, time = "", agent = "", action = "", , customer = "", , network = "", device = ""] = row;
    const day = `${agent} ${time.slice(0, 10)}`;
    const date = Date.UTC(Number(time.slice(6, 10)), Number(time.slice(3, 5)) - 1, Number(time.slice(0, 2))) / 1000;
    const second = Number(time.slice(11, 13)) * 3600 + Number(time.slice(14, 16)) * 60 + Number(time.slice(17, 19));
    count(perDay, day);
    count(perCustomer, customer);
    count(perPair, `${agent} ${customer}`);
    count(perCustomerDay, `${customer} ${time.slice(0, 10)}`);
    member(agentsOf, customer, agent);
    member(customersOf, day, customer);
    count(perDevice, device);
    count(perNetwork, network);
    if (types.includes(action)) {
      count(rootsPerDay, day);
      if (dates.has(time.slice(0, 10))) {
        const sinceServed = date + second - (served.get(customer) ?? 0);
        const sinceMet = date + second - (served.get(`${agent} ${customer}`) ?? 0);
        roots.push({ row, day, quiet: second - (last.get(day) ?? second), sinceServed, sinceMet });
      }
    }
    last.set(day, second);
    served.set(customer, date + second);
    served.set(`${agent} ${customer}`, date + second);
  }
  const customerDay = (row: readonly string[]): string => `${row[5]} ${row[1]!.slice(0, 10)}`;
  const feature = (of: (root: (typeof roots)[number]) => number): number[] => roots.map(of);
  return {
    bad: roots.map(({ row }) => badIds.has(row[0]!)),
    features: new Map([
      ["hour", feature(({ row }) => Number(row[1]!.slice(11, 13)))],
      ["hours from midnight", feature(({ row }) => Math.abs(12 - Number(row[1]!.slice(11, 13))))],
      ["second of the minute", feature(({ row }) => Number(row[1]!.slice(17, 19)))],
      ["action", feature(({ row }) => types.indexOf(row[3]!))],
      ["ticket named", feature(({ row }) => (row[4] === "" ? 0 : 1))],
      ["amount", feature(({ row }) => Number(row[6]))],
      ["events of the agent that day", feature(({ day }) => perDay.get(day)!)],
      ["roots of the agent that day", feature(({ day }) => rootsPerDay.get(day)!)],
      ["share of roots that day", feature(({ day }) => rootsPerDay.get(day)! / perDay.get(day)!)],
      ["events of the customer", feature(({ row }) => perCustomer.get(row[5]!)!)],
      ["events of the device", feature(({ row }) => perDevice.get(row[8]!)!)],
      ["events of the network", feature(({ row }) => perNetwork.get(row[7]!)!)],
      ["seconds since the agent's last event", feature(({ quiet }) => quiet)],
    ]),
    counts: new Map([
      ["events of the customer that day", feature(({ row }) => perCustomerDay.get(customerDay(row))!)],
      ["agents of the customer", feature(({ row }) => agentsOf.get(row[5]!)!.size)],
      ["customers of the agent that day", feature(({ day }) => customersOf.get(day)!.size)],
      ["events of the agent with the customer", feature(({ row }) => perPair.get(`${row[2]} ${row[5]}`)!)],
    ]),
    gaps: new Map([
      ["seconds since the customer's last event", feature(({ sinceServed }) => sinceServed)],
      ["seconds since the agent's last event with the customer", feature(({ sinceMet }) => sinceMet)],
    ]),
  };
}

/** Which tenth of the values each lies in, ties together: 0 to 9. */
function tenths(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const edges = Array.from({ length: 9 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / 10)]!);
  return values.map((value) => edges.filter((edge) => edge < value).length);
}

/** What two features together say of each root: the share of bad ones in its cell of their 10 × 10, learnt on the other half of the roots. */
export function pairScores(a: readonly number[], b: readonly number[], bad: readonly boolean[]): number[] {
  const ofB = tenths(b);
  const cell = tenths(a).map((tenth, i) => tenth * 10 + ofB[i]!);
  const base = bad.filter(Boolean).length / bad.length;
  const learn = (half: number): number[] => {
    const total = new Array<number>(100).fill(20);
    const hits = new Array<number>(100).fill(20 * base);
    cell.forEach((at, i) => {
      if (i % 2 !== half) return;
      total[at]!++;
      if (bad[i]) hits[at]!++;
    });
    return total.map((n, at) => hits[at]! / n);
  };
  const shares = [learn(1), learn(0)];
  return cell.map((at, i) => shares[i % 2]![at]!);
}
