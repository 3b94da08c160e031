import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  ifNotIn,
} from "@codemirror/autocomplete";
import { keywordCompletionSource, PostgreSQL, SQLDialect, schemaCompletionSource } from "@codemirror/lang-sql";
import { LanguageSupport } from "@codemirror/language";
import { relationsOf, type Vocabulary } from "./vocabulary.ts";

/** DuckDB's SQL: PostgreSQL's with some words more. */
export const duckdbSql = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ""} anti asof describe exclude pivot positional qualify replace sample semi summarize unpivot`,
  builtin: "",
});

/** Words that are offered: DuckDB takes hundreds of PostgreSQL's, and a query needs few. */
const offered = new Set(
  "all and any as asc asof between by case cast count cross current_date date desc describe distinct double else end except exclude exists false filter first from full group having ilike in inner integer intersect interval into is join last lateral left like limit not null nulls offset on or order outer over partition pivot qualify range recursive replace right rows sample select semi similar sum summarize then timestamp true union unpivot using values varchar when where window with".split(
    " ",
  ),
);

const plainName = /^[a-z_][a-z0-9_]*$/;

const quoted = (name: string): string => (plainName.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** Columns of the relations that the query names; of the log where it names none yet. */
function columnsInSight(sql: string, relations: Readonly<Record<string, readonly string[]>>): Completion[] {
  const words = new Set(sql.match(/[A-Za-z_][\w-]*/g) ?? []);
  const named = Object.keys(relations).filter((name) => words.has(name));
  const inSight = named.length > 0 ? named : Object.hasOwn(relations, "log") ? ["log"] : [];
  const found = new Map<string, string[]>();
  for (const relation of inSight) {
    for (const column of relations[relation]!) found.set(column, [...(found.get(column) ?? []), relation]);
  }
  return [...found].map(([column, from]) => ({
    label: column,
    apply: quoted(column),
    type: "property",
    detail: from.join(", "),
    boost: 2,
  }));
}

/** Offers columns in sight wherever a name may stand alone. */
function columnSource(words: () => Vocabulary): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (!word && !context.explicit) return null;
    const from = word?.from ?? context.pos;
    if (/[.'"\w-]/.test(context.state.sliceDoc(Math.max(0, from - 1), from))) return null;
    if (/(?:from|join)\s+$/i.test(context.state.sliceDoc(Math.max(0, from - 12), from))) return null;
    return { from, options: columnsInSight(context.state.doc.toString(), relationsOf(words())), validFor: /^\w*$/ };
  };
}

/** Relations that are offered at a time; of more, those that fit what is typed. */
const mostOffered = 300;

/** Of many relations those that the query names, and some whose names hold what is typed. */
function fitting(names: readonly string[], sql: string, typed: string): string[] {
  const named = new Set(sql.match(/[A-Za-z_][\w-]*/g) ?? []);
  const sought = typed.toLowerCase();
  const others = names.filter((name) => !named.has(name) && name.toLowerCase().includes(sought));
  return [...names.filter((name) => named.has(name)), ...others.slice(0, mostOffered)];
}

/** Offers tables, views and cells, and what follows the dot behind one, aliases resolved. */
function relationSource(words: () => Vocabulary): CompletionSource {
  return async (context) => {
    const now = words();
    const relations = relationsOf(now);
    const all = Object.keys(relations);
    const isMany = all.length > mostOffered;
    const typed = context.matchBefore(/\w+/)?.text ?? "";
    const names = isMany ? fitting(all, context.state.doc.toString(), typed) : all;
    const cells = new Map(now.cells.map(({ name, type }) => [name, type]));
    const schema = Object.fromEntries(
      names.map((name) => [
        name.replaceAll(".", "\\."),
        {
          self: { label: name, apply: quoted(name), type: "type", detail: `${cells.get(name) ?? "table"}`, boost: 1 },
          children: (relations[name] ?? []).map((label) => ({ label, apply: quoted(label), type: "property" })),
        },
      ]),
    );
    const found = await schemaCompletionSource({ dialect: duckdbSql, schema })(context);
    if (!found || !isMany) return found;
    // What is typed next may fit others.
    const { validFor: _, ...asked } = found;
    return asked;
  };
}

function keywordSource(): CompletionSource {
  const all = keywordCompletionSource(duckdbSql);
  return async (context) => {
    const found = await all(context);
    return found && { ...found, options: found.options.filter(({ label }) => offered.has(label)) };
  };
}

/** SQL for the editor, with names from the tenant and from the other cells; `words` is asked when something is completed. */
export function sqlLanguage(words: () => Vocabulary): LanguageSupport {
  const { language } = duckdbSql;
  const sources = [relationSource(words), columnSource(words), keywordSource()].map((source) =>
    ifNotIn(["LineComment", "BlockComment", "String"], source),
  );
  return new LanguageSupport(
    language,
    sources.map((autocomplete) => language.data.of({ autocomplete })),
  );
}
