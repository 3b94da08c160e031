import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const field = {
  font: "12px var(--sans)",
  color: "var(--ink)",
  background: "var(--surface)",
  border: "1px solid var(--line-strong)",
  borderRadius: "4px",
  padding: "3px 6px",
  margin: "2px",
};

const theme = EditorView.theme({
  "&": { font: "12.5px/1.6 var(--mono)", color: "var(--ink)", background: "none" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)" },
  ".cm-gutters": { display: "none" },
  ".cm-activeLine": { background: "none" },
  ".cm-content": { caretColor: "var(--ink)", padding: "2px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--usual-soft)",
  },
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": {
    background: "var(--usual-soft)",
    outline: "1px solid var(--usual)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--signal-soft)" },
  ".cm-selectionMatch, .cm-searchMatch": { background: "var(--usual-band)" },
  ".cm-searchMatch-selected": { background: "var(--usual-soft)", outline: "1px solid var(--usual-ink)" },
  ".cm-tooltip": {
    background: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
    boxShadow: "var(--shadow)",
    maxWidth: "min(560px, 92vw)",
    zIndex: "20",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "14em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--ink)",
    color: "var(--paper)",
  },
  ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal", marginLeft: "12px" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "650" },
  ".cm-completionIcon": { display: "none" },
  ".cm-tooltip.cm-completionInfo": { font: "12px/1.5 var(--sans)", padding: "4px 8px", color: "var(--ink-2)" },
  ".cm-lintRange-error, .cm-lintRange-error.cm-lintRange-active": {
    backgroundImage: "none",
    backgroundColor: "transparent",
    textDecoration: "underline wavy var(--signal)",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "3px",
  },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--signal)" },
  ".cm-diagnostic": { font: "12px/1.5 var(--sans)", padding: "4px 8px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--signal)" },
  ".cm-panels": { background: "var(--sunken)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { background: "var(--usual-soft)", color: "var(--ink)" },
  ".cm-panel.cm-search": { font: "12px var(--sans)", padding: "4px 28px 4px 4px" },
  ".cm-panel.cm-search label": { font: "12px var(--sans)", whiteSpace: "nowrap" },
  ".cm-textfield": field,
  ".cm-button": { ...field, backgroundImage: "none", cursor: "pointer" },
  ".cm-button:active": { backgroundImage: "none", background: "var(--sunken)" },
  ".cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint [name=close]": { color: "var(--ink-2)" },
});

const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.propertyName, tags.definition(tags.propertyName)], color: "var(--usual-ink)" },
    { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--good)" },
    { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
  ]),
);

/** The look of an editor: every colour is one of the page's, and so follows its theme. */
export const look = [theme, highlighting];
