import type { EditorView } from "@codemirror/view";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { kinds } from "../../src/notebook/kinds/registry.ts";
import { showFailure } from "../../src/ui/notebook/edit/lint.ts";
import type { Vocabulary } from "../../src/ui/notebook/edit/vocabulary.ts";
import { type Language, makeEditor } from "../../src/ui/notebook/editor.ts";

const words: Vocabulary = {
  tables: { log: ["day", "actor"] },
  cells: [{ name: "overview", type: "sql", columns: ["day", "events"] }],
};
let host: HTMLElement;
let view: EditorView;
let left = 0;
const refused: string[] = [];

beforeAll(() => {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "style-src 'self'";
  document.addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));
  document.head.append(policy);
});
beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
  left = 0;
});
afterEach(() => {
  view.destroy();
  host.remove();
  expect(refused).toEqual([]);
});

/** Opens an editor; what it gives counts how often names were asked for. */
function edit(language: Language, text: string, kind = ""): { asked: number } {
  const counted = { asked: 0 };
  view = makeEditor(host, {
    text,
    language,
    label: "test",
    kind: kinds.get(kind),
    words: () => {
      counted.asked += 1;
      return words;
    },
    onChange: () => {},
    onRun: () => {},
    onLeave: () => {
      left += 1;
    },
  });
  view.focus();
  view.dispatch({ selection: { anchor: text.length } });
  return counted;
}
async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 400; i++) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing came of ${find}`);
}
const shown = (selector: string) => host.shadowRoot!.querySelector<HTMLElement>(selector);
const text = () => view.state.doc.toString();

describe("the editor", () => {
  test("offers a setting while its first letters are typed, and Enter writes it with its default", async () => {
    edit("yaml", "history: 30\n", "profile");
    await userEvent.keyboard("alp");
    await until(() => shown('.cm-tooltip-autocomplete li[aria-selected="true"]')?.textContent?.includes("alpha"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await userEvent.keyboard("{Enter}");
    await until(() => text() === "history: 30\nalpha: 5");
  });

  test("closes what it offers by the first Escape, and is left by the second", async () => {
    edit("sql", "select ");
    await userEvent.keyboard("ac");
    await until(() => shown(".cm-tooltip-autocomplete"));
    await userEvent.keyboard("{Escape}");
    await until(() => !shown(".cm-tooltip-autocomplete"));
    expect(left).toBe(0);
    await userEvent.keyboard("{Escape}");
    expect(left).toBe(1);
  });

  test("marks a setting that is none, and says at F8 what the cell takes", async () => {
    edit("yaml", "history: 30\nhistroy: 3", "profile");
    const mark = await until(() => shown(".cm-lintRange-error"));
    expect(mark.textContent).toBe("histroy");
    await userEvent.keyboard("{F8}");
    await until(() => shown(".cm-tooltip .cm-diagnostic")?.textContent?.includes("is no setting of this cell"));
  });

  test("marks where a run failed until the text is changed", async () => {
    edit("sql", "select day,\n  nope\nfrom log");
    showFailure(view, 'days, line 2, column 3: Binder Error: Referenced column "nope" not found');
    const mark = await until(() => shown(".cm-lintRange-error"));
    expect(mark.textContent).toBe("nope");
    await userEvent.keyboard(" ");
    await until(() => !shown(".cm-lintRange-error"));
  });

  test("lays the text out on Shift+Alt+F, and one undo brings the old one back", async () => {
    edit("sql", "select a,b from log");
    await userEvent.keyboard("{Shift>}{Alt>}f{/Alt}{/Shift}");
    await until(() => text() === "select\n  a,\n  b\nfrom\n  log");
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(text()).toBe("select a,b from log");
  });

  test("indents JavaScript, and marks what can't be read of a text that it leaves alone", async () => {
    edit("javascript", "if (true) {\nsql('x');\n}");
    await userEvent.keyboard("{Shift>}{Alt>}f{/Alt}{/Shift}");
    await until(() => text() === "if (true) {\n  sql('x');\n}");
    view.destroy();
    edit("yaml", "a: [1,", "plot");
    await userEvent.keyboard("{Shift>}{Alt>}f{/Alt}{/Shift}");
    await until(() => shown(".cm-lintRange-error, .cm-lintPoint-error"));
    expect(text()).toBe("a: [1,");
  });

  test("writes at several cursors, and finds within the text", async () => {
    edit("sql", "day + day");
    view.dispatch({ selection: { anchor: 0, head: 3 } });
    await userEvent.keyboard("{Control>}d{/Control}");
    await userEvent.keyboard("week");
    expect(text()).toBe("week + week");
    await userEvent.keyboard("{Control>}f{/Control}");
    await until(() => shown(".cm-panel.cm-search input"));
  });

  test("writes over what is selected, brackets around it, without a style of the browser's own", async () => {
    edit("sql", "select day, count(*) from log");
    await new Promise((resolve) => setTimeout(resolve, 50));
    view.dispatch({ selection: { anchor: 7, head: 10 } });
    await userEvent.keyboard("(");
    expect(text()).toBe("select (day), count(*) from log");
    await userEvent.keyboard("{Control>}a{/Control}s");
    await until(() => text() === "s");
    await userEvent.keyboard("elect 1");
    expect(text()).toBe("select 1");
    expect(host.shadowRoot!.querySelector(".cm-line [style]")).toBeNull();
  });

  test("asks for no names while keys are typed that offer nothing", async () => {
    const counted = edit("sql", "-- ");
    await userEvent.keyboard("12345 words");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(counted.asked).toBe(0);
  });
});
