import { smallTenant } from "../../e2e/small-tenant.ts";
import { type Channel, channels, type Place } from "./channels.ts";
import type { Aim, Outcome } from "./probe.ts";
import type { Sinks } from "./sinks.ts";
import type { Site } from "./sites.ts";

/** A browser's tab, driven by scripts. */
export interface Tab {
  goto(url: string): Promise<void>;
  /** Runs the body of an async function in the page; it knows `given`, and `until(test)`, which waits. @throws where the page is gone */
  run(body: string, given?: unknown): Promise<unknown>;
}

/** One realm's tries: by channel, what the script itself saw. */
export interface Run {
  readonly id: string;
  readonly realm: string;
  readonly outcomes: Map<string, string>;
}

/** Put before each script that a tab runs. */
export const helpers = `const until = async (test) => {
  for (let i = 0; i < 1200; i++) {
    const found = test();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited in vain for " + test + " in " + document.body.innerText.slice(-1500));
};`;

const inPlace = (place: Place, risk?: Channel["risk"]) =>
  channels.filter((channel) => channel.places.includes(place) && channel.risk === risk);

/** Tries some channels in a realm at once. @returns null where the realm is gone or doesn't answer */
async function attempt(tab: Tab, realm: string, aims: Readonly<Record<string, Aim>>): Promise<Outcome[] | null> {
  const tried = tab.run("return egress.attempt(given);", { realm, aims }) as Promise<Outcome[]>;
  return within(tried, 30_000).catch(() => null);
}

interface Where {
  readonly id: string;
  readonly label: string;
  readonly realm: string;
  readonly place: Place;
  readonly site: Site;
}

/** Tries all channels of a place in one realm at once, save those that are a risk to the page. @throws where the realm doesn't answer */
async function attemptAll(tab: Tab, sinks: Sinks, { id, label, realm, place, site }: Where): Promise<Run> {
  const outcomes = await attempt(tab, realm, await sinks.aim(id, inPlace(place), site.origin));
  if (!outcomes) throw new Error(`The ${label} didn’t answer.`);
  return { id, realm: label, outcomes: new Map(outcomes) };
}

/**
 * Tries what may cost the page: at first all that may take it away at once; one after the other where it did, each in a page that is opened
 * anew. At last the page is left, for what waits for that.
 */
async function attemptRisky(
  tab: Tab,
  sinks: Sinks,
  { run, site, open }: { readonly run: Run; readonly site: Site; open(): Promise<void> },
): Promise<void> {
  const aims = await sinks.aim(run.id, [...inPlace("window", "leaves"), ...inPlace("window", "breaks")], site.origin);
  const leaving = inPlace("window", "leaves").map(({ name }) => name);
  const breaking = inPlace("window", "breaks").map(({ name }) => name);
  const together = await attempt(tab, "window", Object.fromEntries(leaving.map((name) => [name, aims[name]!])));
  for (const [name, outcome] of together ?? []) run.outcomes.set(name, outcome);
  for (const name of [...(together && (await isHere(tab, site)) ? [] : leaving), ...breaking]) {
    if (!(await isHere(tab, site))) await open();
    const outcomes = await attempt(tab, "window", { [name]: aims[name]! });
    run.outcomes.set(name, outcomes?.[0]?.[1] ?? "the page was gone");
  }
  await within(tab.goto("about:blank"), 3000).catch(() => {});
}

/** Whether the tab still shows the site, and no page that a channel led to. */
const isHere = (tab: Tab, { origin }: Site) => {
  const body = "return location.origin === given && !location.pathname.startsWith('/egress/');";
  return within(tab.run(body, origin), 2000).catch(() => false);
};

/** What a promise gives within some milliseconds, else null. */
function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout;
  const end = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  return Promise.race([promise, end]).finally(() => clearTimeout(timer));
}

/** Tries everything on the page without a policy, and in a worker of it. */
export async function visitControl(tab: Tab, sinks: Sinks, site: Site, prefix: string): Promise<Run[]> {
  const open = async () => {
    await tab.goto(`${site.origin}/`);
    await tab.run("await until(() => egress.realms().length > 0);");
  };
  await open();
  const [realm] = (await tab.run("return egress.realms();")) as string[];
  const [page, worker] = await Promise.all([
    attemptAll(tab, sinks, { id: `${prefix}w`, label: "window", realm: "window", place: "window", site }),
    attemptAll(tab, sinks, { id: `${prefix}k`, label: "worker", realm: realm!, place: "worker", site }),
  ]);
  await attemptRisky(tab, sinks, { run: page, site, open });
  return [page, worker];
}

/** Whether the browser obeys `Connection-Allowlist`: tried on a page that has nothing else. */
export async function obeysAllowlist(tab: Tab, sinks: Sinks, site: Site): Promise<boolean> {
  const fetching = channels.filter(({ name }) => name === "fetch");
  await tab.goto(`${site.origin}/allowlist`);
  await attempt(tab, "window", await sinks.aim("allowlist", fetching, site.origin));
  return sinks.leaks("allowlist").size === 0;
}

/** Opens a tenant on the built site and tries everything in each of its realms. */
export async function visitSite(tab: Tab, sinks: Sinks, site: Site, prefix: string): Promise<Run[]> {
  await tab.goto(`${site.origin}/`);
  const cell = await sinks.aim(`${prefix}j`, channels, site.origin);
  const said = (await tab.run(openTenant, { log: ndjson(), notebook: notebookOf(cell) })) as {
    cell: string;
    realms: string[];
  };
  const named = (name: string) => said.realms.find((realm) => realm.startsWith(`worker ${name} `));
  const workers = {
    e: ["engine worker", named("engine")],
    d: ["DuckDB’s worker", named("database")],
    c: ["decoder’s worker", named("decoder")],
    p: ["compute worker", named("compute")],
    s: ["worker of a js cell", named("script")],
    g: ["demo’s worker", named("demo")],
  } as const;
  const runs = await Promise.all([
    attemptAll(tab, sinks, { id: `${prefix}w`, label: "sealed page", realm: "window", place: "window", site }),
    ...Object.entries(workers).map(([letter, [label, realm]]) =>
      attemptAll(tab, sinks, { id: prefix + letter, label, realm: realm!, place: "worker", site }),
    ),
  ]);
  const outcomes = new Map(Object.entries(JSON.parse(said.cell) as Record<string, string>));
  const open = async () => {
    await tab.goto(`${site.origin}/`);
    await tab.run("await (await until(() => globalThis.shadowgraph)).fileInput();");
  };
  await attemptRisky(tab, sinks, { run: runs[0]!, site, open });
  return [...runs, { id: `${prefix}j`, realm: "js cell", outcomes }];
}

/** Has the built site start its service worker, and tries everything in that. */
export async function visitServiceWorker(tab: Tab, sinks: Sinks, site: Site, id: string): Promise<Run> {
  await tab.goto(`${site.origin}/`);
  const realm = await tab.run(
    "return until(() => egress.realms().find((name) => name.startsWith('worker service ')));",
  );
  return attemptAll(tab, sinks, { id, label: "service worker", realm: String(realm), place: "worker", site });
}

/** What the page says when it is to be sealed: why it can't be, or that it is. */
export async function sealingOf(tab: Tab, { origin }: Site): Promise<string> {
  await tab.goto(`${origin}/`);
  const sealing = "return (await until(() => globalThis.shadowgraph)).fileInput().then(() => 'sealed', String);";
  return String(await tab.run(sealing));
}

const openTenant = `
  const files = new DataTransfer();
  files.items.add(new File([given.log], "desk.ndjson"));
  files.items.add(new File([given.notebook], "tries.md"));
  await until(() => document.querySelector("sg-start"));
  dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
  await until(() => document.querySelector(".plan-name"));
  (await until(() => document.querySelector(".import-bar button.primary:not([disabled])"))).click();
  const output = await until(() => {
    location.hash = "#/notebook";
    return document.querySelector('section[aria-label$=" cell tries"] .nb-out')?.textContent.match(/\\{"[^]*\\}/)?.[0];
  });
  location.hash = "#/";
  (await until(() => [...document.querySelectorAll("button")].find((one) => one.textContent === "Open the demo tenant" && !one.disabled))).click();
  await until(() => egress.realms().some((realm) => realm.startsWith("worker demo ")));
  document.querySelector("sg-status button")?.click();
  return { cell: output, realms: egress.realms() };
`;

const ndjson = (): string =>
  smallTenant({ users: 4, days: 20 })
    .map(({ id, line }) => {
      const [, when, user, action, ticket] = line.split(",");
      return JSON.stringify({ event_id: id, when, user, action, ticket });
    })
    .join("\n");

/** A notebook with a cell that computes, and one that tries every channel by the same words and gives what became of each. */
function notebookOf(aims: Readonly<Record<string, Aim>>): string {
  const attempts = channels.map(
    ({ name, code }: Channel) =>
      `[${JSON.stringify(name)}, async ({ url, secure, ws, own, host, address, http, udp }) => { ${code} }]`,
  );
  return `---\nshadowgraph: 1\ntitle: Tries\n---\n\n\`\`\`subspace s\n\`\`\`\n\n\`\`\`js tries
const aims = ${JSON.stringify(aims)};
const svg = "http://www.w3.org/2000/svg";
const pause = async () => {};
const attempts = [${attempts.join(",\n")}];
const said = {};
for (const [name, attempt] of attempts) {
  try { await attempt(aims[name]); said[name] = "done"; } catch (error) { said[name] = String(error).slice(0, 80); }
}
return JSON.stringify(said);
\`\`\`
`;
}
