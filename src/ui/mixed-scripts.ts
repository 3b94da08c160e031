/** Scripts with letters that look like another's, and those letters; of Greek only them, since units and formulas set the others beside Latin. */
const scripts = {
  Latin: /\p{Script=Latin}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικϲϳ]/u,
  Armenian: /\p{Script=Armenian}/u,
  Cherokee: /\p{Script=Cherokee}/u,
} as const;

type Script = keyof typeof scripts;
const names = Object.keys(scripts) as Script[];

/** What no text has that could be marked: nearly all texts end here. */
const foreign = /[\u0370-\u03ff\u0400-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f\uab70-\uabbf]/;
const word = /\p{L}[\p{L}\p{M}]*/gu;
const letter = /\p{L}\p{M}*/gu;

const scriptOf = (text: string): Script | null => names.find((name) => scripts[name].test(text)) ?? null;

/** A word with the letters marked that are of another script than most of it; as it is where all are of one. */
function markWord(text: string): string {
  if (!foreign.test(text)) return text;
  const letters = Array.from(text.matchAll(letter), ([one]) => ({ one, script: scriptOf(one) }));
  const count = (script: Script | null) => letters.filter((other) => other.script === script).length;
  const found = names.filter((name) => count(name) > 0);
  if (found.length < 2) return text;
  const usual = found.reduce((a, b) => (count(b) > count(a) ? b : a));
  let shown = "";
  for (let i = 0; i < letters.length; ) {
    const { script } = letters[i]!;
    let run = "";
    for (; i < letters.length && letters[i]!.script === script; i++) run += letters[i]!.one;
    shown += script === null || script === usual ? run : `⟨${script} ${run}⟩`;
  }
  return shown;
}

/**
 * A text in which no letter passes for another's: in a word that mixes Latin, Cyrillic, Greek, Armenian or Cherokee, what most of it is not of is
 * written as ⟨Cyrillic а⟩. A word wholly in one script stays, also where all of it looks like Latin.
 */
export const markMixed = (text: string): string => (foreign.test(text) ? text.replace(word, markWord) : text);
