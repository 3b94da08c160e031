import { download } from "../files.ts";
import { go, type Place } from "../route.ts";
import type { Session } from "../session.ts";
import { currentTheme, toggleTheme } from "../theme.ts";
import type { Action } from "./actions.ts";

const placeNames: readonly (readonly [Place, string, readonly string[]])[] = [
  ["start", "the start", []],
  ["import", "the import", ["G", "I"]],
  ["notebook", "the notebook", ["G", "N"]],
  ["queue", "the queue", ["G", "Q"]],
  ["users", "the users", ["G", "U"]],
  ["report", "the report", ["G", "R"]],
];

const open = (panel: string) => () => document.querySelector<HTMLElement & { show(): void }>(panel)?.show();

/** What the page can do wherever one is: places, tenant, panels, theme, and the cases as a file. */
export function pageActions(session: Session): readonly Action[] {
  const { work, cases, summary } = session.state;
  const { engine } = session;
  const isIdle = work === null;
  const actions: (Action | false)[] = [
    ...placeNames.map(([place, name, keys]) => ({
      title: `Go to ${name}`,
      group: "Places",
      keys,
      run: () => go(place),
    })),
    work !== null && { title: `Stop: ${work.title}`, group: "Run", keys: ["Esc"], run: () => session.cancel() },
    isIdle && { title: "Open the demo tenant", group: "Tenant", run: () => session.openDemo() },
    isIdle &&
      summary !== null && { title: "Run the investigation again", group: "Run", run: () => session.runInvestigation() },
    cases !== null &&
      engine !== null && {
        title: "Save cases.csv",
        group: "Export",
        run: async () => download("cases.csv", await engine.casesCsv({ isForSpreadsheet: true }), "text/csv"),
      },
    cases !== null &&
      isIdle && {
        title: "Save scores.csv",
        group: "Export",
        run: async () => {
          const text = await session.scoresCsv();
          if (text !== null) download("scores.csv", text, "text/csv");
        },
      },
    engine !== null && {
      title: session.state.areNamesHidden ? "Show the users’ names" : "Hide the users’ names behind pseudonyms",
      group: "Page",
      keys: ["P"],
      run: () => session.toggleNames(),
    },
    session.openCase !== null && {
      title: `More like ${session.openCase.actor}, ${session.openCase.day}`,
      group: "Case",
      keys: ["L"],
      run: () => session.moreLike(session.openCase?.id ?? ""),
    },
    session.state.acts.length > 0 && {
      title: "Undo the last verdict, star, likeness or change of the evidence",
      group: "Case",
      keys: ["U"],
      run: () => session.undo(),
    },
    {
      title: `Switch to ${currentTheme() === "dark" ? "light" : "dark"}`,
      group: "Page",
      keys: ["D"],
      run: () => {
        toggleTheme();
        document.querySelector<HTMLElement & { requestUpdate(): void }>("sg-app")?.requestUpdate();
      },
    },
    { title: "Show the keys", group: "Page", keys: ["?"], run: open("sg-help") },
    { title: "Show the proof that nothing leaves", group: "Page", run: open("sg-proof") },
  ];
  return actions.filter((action) => action !== false);
}
