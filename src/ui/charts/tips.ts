/** Where the words of a shape are kept once they are no longer a title of its own. */
const kept = "tip";

/** Takes the titles off the shapes of a figure, so that the page can show them at once instead of the browser after a while. */
export function takeTitles(svg: Element): void {
  for (const title of svg.querySelectorAll("title")) {
    const shape = title.parentElement ?? title.parentNode;
    if (!(shape instanceof SVGElement) || shape === svg) continue;
    shape.setAttribute(`data-${kept}`, title.textContent ?? "");
    title.remove();
  }
}

/** Puts titles back, into a copy of a figure that leaves the page. */
export function giveTitles(svg: Element): void {
  for (const shape of svg.querySelectorAll<SVGElement>("[data-tip]")) {
    const title = shape.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = shape.dataset[kept] ?? "";
    shape.prepend(title);
    delete shape.dataset[kept];
  }
}

/** Shows the words of what the pointer is on, or the keyboard, beside it. Gives the way to stop. */
export function showTips(host: HTMLElement): () => void {
  const tip = host.ownerDocument.createElement("div");
  tip.className = "tip";
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;
  const show = (target: EventTarget | null): void => {
    const shape = target instanceof Element ? target.closest<SVGElement>("[data-tip]") : null;
    const text = shape?.dataset[kept] ?? "";
    if (!shape || text === "") {
      tip.hidden = true;
      return;
    }
    if (tip.parentElement !== host) host.append(tip);
    tip.textContent = text;
    tip.hidden = false;
    const [at, frame] = [shape.getBoundingClientRect(), host.getBoundingClientRect()];
    const own = tip.getBoundingClientRect();
    const left = Math.min(frame.width - own.width, Math.max(0, at.x + at.width / 2 - own.width / 2 - frame.x));
    const above = at.y - frame.y - own.height - 6;
    tip.style.setProperty("left", `${Math.max(0, left)}px`);
    tip.style.setProperty("top", `${at.y - own.height - 6 < 0 ? at.y - frame.y + at.height + 6 : above}px`);
  };
  const onTarget = (event: Event): void => show(event.target);
  const hide = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== "Escape") return;
    tip.hidden = true;
  };
  const on = ["pointerover", "focusin"];
  const off = ["pointerleave", "focusout", "keydown"];
  for (const name of on) host.addEventListener(name, onTarget);
  for (const name of off) host.addEventListener(name, hide);
  return () => {
    for (const name of on) host.removeEventListener(name, onTarget);
    for (const name of off) host.removeEventListener(name, hide);
    tip.remove();
  };
}
