import "./view.ts";
import { offerActions } from "../palette/actions.ts";
import type { Session } from "../session.ts";
import { Desk } from "./desk.ts";
import { notebookActions, tellCaught } from "./notebook-actions.ts";
import type { NotebookElement } from "./view.ts";

/** Takes the actions of the notebook that was opened before out of the palette. */
let withdraw = (): void => {};

/** Lays the standard investigation on a desk of the session, with its view, and what tells what would have been caught. */
export function openNotebook(session: Session): {
  readonly desk: Desk;
  readonly view: HTMLElement;
  readonly tellCaught: () => Promise<void>;
} {
  const desk = new Desk(session);
  const view = document.createElement("sg-notebook") as NotebookElement;
  view.desk = desk;
  withdraw();
  withdraw = offerActions(() => notebookActions(desk, view));
  return { desk, view, tellCaught: () => tellCaught(view) };
}
