import * as Comlink from "comlink";
import { fetchDuckdbParts } from "./db/parts.ts";
import type { DemoWorker } from "./demo/demo.worker.ts";
import demoScript from "./demo/demo.worker.ts?worker&url";
import type { Engine } from "./engine/api.ts";
import engineScript from "./engine/engine.worker.ts?worker&url";
import { fetchQuickjs } from "./engine/script/parts.ts";
import { Cancelled } from "./lib/errors.ts";
import { once } from "./lib/once.ts";
import { trustBlobs } from "./lib/trusted-types.ts";
import { fetchWorker } from "./lib/worker-script.ts";
import { deleteTenant, recentTenants } from "./tenant/tenants.ts";
import { loadPlaces } from "./ui/load-places.ts";
import type { openNotebook } from "./ui/notebook/open.ts";
import { Offline, serviceWorkerAddress } from "./ui/seal/offline.ts";
import { Seal } from "./ui/seal/seal.ts";
import { stayOnPage } from "./ui/seal/stay.ts";
import type { Services } from "./ui/services.ts";
import type { Session } from "./ui/session.ts";
import { startApp } from "./ui/start-app.ts";

stayOnPage();
trustBlobs({ also: [serviceWorkerAddress()] });

const standardSeed = 7;
/** Milliseconds that an engine which is closed may still write what it keeps. */
const longestSettling = 20_000;

/** Everything that the page fetches after its first paint: each part once, all of it before the page is sealed. */
const parts = {
  places: loadPlaces,
  automation: once(() => import("./ui/automation.ts")),
  engine: once(() => fetchWorker(engineScript, "engine")),
  demo: once(() => fetchWorker(demoScript, "demo")),
  notebook: once(async () => {
    // Evaluated in one go they would keep the page from answering.
    await import("@codemirror/view");
    await import("@codemirror/lang-javascript");
    await import("@codemirror/lang-sql");
    await import("@codemirror/lang-yaml");
    await import("yaml");
    await import("marked");
    await import("dompurify");
    return import("./ui/notebook/open.ts");
  }),
  formatter: once(() => import("./ui/notebook/edit/sql-format.ts")),
  duckdb: once(fetchDuckdbParts),
  quickjs: once(fetchQuickjs),
};

const offline = new Offline();
const seal = new Seal(() => Promise.all([offline.close(), ...Object.values(parts).map((load) => load())]));

const services: Services = {
  async newEngine({ seed = standardSeed } = {}) {
    // A worker keeps the policies that stood when it was started, so none that reads a tenant starts before the seal.
    await seal.close();
    const startEngine = await parts.engine();
    const worker = startEngine();
    const engine = Comlink.wrap<Engine>(worker);
    const end = () => worker.terminate();
    try {
      await engine.open({ ...(await parts.duckdb()), quickjs: await parts.quickjs() }, { name: "tenant", seed });
    } catch (error) {
      end();
      throw error;
    }
    const settled = () =>
      Promise.race([engine.settle(), new Promise((resolve) => setTimeout(resolve, longestSettling))]);
    return { engine, close: () => settled().then(end, end) };
  },
  async demo({ signal, report }) {
    const startDemo = await parts.demo();
    const worker = startDemo();
    const stopped = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Cancelled())));
    try {
      const onBytes = Comlink.proxy((done: number) =>
        report({ stage: "Generating five logs", done, total: 0, unit: "bytes" }),
      );
      const made = Comlink.wrap<DemoWorker>(worker).generate(standardSeed, onBytes);
      const { files, mappings, planted } = await Promise.race([made, stopped]);
      return { files, mappings: { ...mappings }, planted: planted.map(asTold) };
    } finally {
      worker.terminate();
    }
  },
  recentTenants,
  deleteTenant,
  persist: async () => (await navigator.storage?.persist?.().catch(() => false)) ?? null,
  seal: () => seal.close(),
  proof: () => seal.proof(),
};

const asTold = ({ kind, actors, days, story }: Awaited<ReturnType<DemoWorker["generate"]>>["planted"][number]) => ({
  kind,
  actor: actors.join(", "),
  from: days[0] ?? "",
  to: days.at(-1) ?? "",
  story,
});

let opened: ReturnType<typeof openNotebook> | null = null;
async function notebook(of: Session) {
  const { openNotebook: open } = await parts.notebook();
  opened ??= open(of);
  return opened;
}

const session = startApp(document.body, services, {
  notebook(of) {
    const place = document.createElement("div");
    void notebook(of).then(({ view }) => place.append(view));
    return place;
  },
  openNotebook: async (file, handle) => (await notebook(session)).desk.openFile(file, handle),
});
session.useInvestigation(async (engine, report) => (await notebook(session)).desk.investigate(engine, report));
session.openNotebookText = async (text, fileName = "notebook.md") =>
  (await notebook(session)).desk.openFile(new File([text], fileName, { type: "text/markdown" }));
session.setScoredDays = async (days) => (await notebook(session)).desk.scoreDays(days);
session.tellCaught = async () => (await notebook(session)).tellCaught();
session.notebookText = () => opened?.desk.text ?? null;
session.notebookName = () => opened?.desk.files.fileName ?? "notebook.md";
offline.addEventListener("change", () =>
  session.update({ newerBuild: offline.hasUpdate ? () => offline.update() : null }),
);
offline.start();
void loadPlaces()
  .then(parts.automation)
  .then(({ offerAutomation }) => offerAutomation(services));
