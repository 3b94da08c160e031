import axe from "axe-core";
import { render } from "lit";
import { afterEach, expect, test } from "vitest";
import { readFields } from "../../src/notebook/fields.ts";
import { forms } from "../../src/notebook/kinds/forms.ts";
import { kinds } from "../../src/notebook/kinds/registry.ts";
import { settingsForm } from "../../src/ui/notebook/settings-form.ts";
import "../../src/ui/styles/theme.css";

afterEach(() => document.body.replaceChildren());

/** A form that is drawn anew after each change, as its cell does. */
function open(type: string) {
  const main = document.body.appendChild(document.createElement("main"));
  let body = kinds.get(type)!.template;
  const draw = (): void => {
    const edit = (text: string) => {
      body = text;
      draw();
    };
    render(settingsForm(forms.get(type)!, { name: "it", body, edit }), main);
  };
  draw();
  const set = (selector: string, value: string): void => {
    const input = main.querySelector<HTMLInputElement>(selector)!;
    input.value = value;
    input.dispatchEvent(new Event("change"));
  };
  return { main, set, values: () => readFields(body)!, body: () => body };
}

test("the mutations are weighed with sliders, without code, and the other settings keep their comments", () => {
  const { main, set, values, body } = open("graph");
  const sliders = main.querySelectorAll<HTMLInputElement>(".weights input");
  expect(sliders.length).toBe(6);
  set(".weights label:first-child input", "0");
  expect(values().mutations).toMatchObject({ "other-subject": 0, "no-context": 1 });
  expect(main.querySelector(".weights output")?.textContent).toBe("off");
  set("#it-roots", "Refund, Export");
  set("#it-from", "2026-01-31");
  expect(values()).toMatchObject({ roots: ["Refund", "Export"], from: "2026-01-31" });
  set("#it-roots", "");
  set("#it-from", "");
  expect(values()).toMatchObject({ roots: "mapping", from: "last" });
  expect(body()).toContain("# days before each scored day");
});

test("what would have been caught is asked without code", () => {
  const { set, values } = open("evaluate");
  set("#it-pairs", "4");
  set("#it-detectors", "profile");
  expect(values()).toMatchObject({ pairs: 4, detectors: ["profile"], draws: 10 });
});

test.each([...forms.keys()])("axe finds nothing in the form of %s", async (type) => {
  const { main } = open(type);
  const { violations } = await axe.run(main, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
