/** What a piece of JavaScript is, as far as it matters for what a cell reads: a word, a text with its content, or a mark. */
export interface JsToken {
  readonly kind: "name" | "text" | "mark";
  readonly value: string;
}

const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const word = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /\d[\w.]*/y;
const quoted = /'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?/y;
const pattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
/** After these a slash begins a pattern, not a division. */
const beforePattern = /^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield|instanceof)$/;

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\n": "" };
const unescaped = (text: string): string =>
  text.replace(/\\([\s\S])/g, (_, one: string) => (Object.hasOwn(escapes, one) ? escapes[one]! : one));

/** Templates within templates are followed no deeper than this. */
const deepest = 32;

/** Cuts JavaScript into words, texts and marks; comments, numbers and patterns are left out. A template is one text, what stands in its `${}` follows it. */
export function jsTokens(code: string, depth = 0): JsToken[] {
  const tokens: JsToken[] = [];
  let at = 0;
  /** Before it no slash begins a pattern: one before it on its line began none that ends. */
  let noPatternBefore = 0;
  const take = (expression: RegExp): string => {
    expression.lastIndex = at;
    const found = expression.exec(code)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const divides = () => {
    const last = tokens.at(-1);
    if (!last) return false;
    return last.kind === "mark" ? /[)\]}]/.test(last.value) : last.kind === "text" || !beforePattern.test(last.value);
  };
  while (at < code.length) {
    if (take(space)) continue;
    const name = take(word);
    if (name) {
      tokens.push({ kind: "name", value: name });
      continue;
    }
    if (take(number)) {
      tokens.push({ kind: "mark", value: ")" });
      continue;
    }
    const text = take(quoted);
    if (text) tokens.push({ kind: "text", value: unescaped(text.slice(1, text.length > 1 ? -1 : 1)) });
    else if (code[at] === "`") {
      const { statics, inner, end } = template(code, at + 1, depth);
      tokens.push({ kind: "text", value: unescaped(statics) });
      if (depth < deepest) for (const one of inner) for (const token of jsTokens(one, depth + 1)) tokens.push(token);
      at = end;
    } else if (code[at] === "/" && at >= noPatternBefore && !divides()) {
      if (take(pattern)) tokens.push({ kind: "mark", value: ")" });
      else {
        noPatternBefore = code.indexOf("\n", at) + 1 || code.length;
        tokens.push({ kind: "mark", value: code[at++]! });
      }
    } else tokens.push({ kind: "mark", value: code[at++]! });
  }
  return tokens;
}

/** The parts of a template from after its opening mark: its own text, and the code of each `${}`. */
function template(code: string, from: number, depth: number): { statics: string; inner: string[]; end: number } {
  let statics = "";
  const inner: string[] = [];
  let at = from;
  while (at < code.length && code[at] !== "`") {
    if (code[at] === "\\") {
      statics += code.slice(at, at + 2);
      at += 2;
    } else if (code.startsWith("${", at)) {
      const end = closing(code, at + 2, depth);
      inner.push(code.slice(at + 2, end));
      statics += " ";
      at = end + 1;
    } else statics += code[at++];
  }
  return { statics, inner, end: at + 1 };
}

/** Where the brace that is open at `from` closes. */
function closing(code: string, from: number, depth: number): number {
  let open = 1;
  for (let at = from; at < code.length; at++) {
    const mark = code[at]!;
    if (mark === "`" && depth < deepest) at = template(code, at + 1, depth + 1).end - 1;
    else if (mark === '"' || mark === "'") {
      quoted.lastIndex = at;
      at += (quoted.exec(code)?.[0].length ?? 1) - 1;
    } else if (mark === "{") open += 1;
    else if (mark === "}" && --open === 0) return at;
  }
  return code.length;
}
