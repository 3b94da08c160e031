import { startApp } from "../../src/ui/start-app.ts";
import { fixtureServices } from "./fixture-engine.ts";

const options = new URLSearchParams(location.search);
const session = startApp(
  document.body,
  fixtureServices({
    cases: Number(options.get("cases") ?? 50),
    pace: Number(options.get("pace") ?? 0),
    failing: options.has("failing"),
    awkward: options.has("awkward"),
    recent: options.has("recent"),
  }),
);
Object.assign(window, { session });
