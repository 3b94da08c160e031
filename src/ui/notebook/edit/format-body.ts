import { parseDocument } from "yaml";
import { UserError } from "../../../lib/errors.ts";

/**
 * A cell's body, laid out anew; it means the same. JavaScript is left to the editor, which indents it.
 * @throws UserError, with the line and column, where the text can't be read
 */
export async function formatBody(language: "sql" | "yaml" | "javascript" | "markdown", text: string): Promise<string> {
  if (text.trim() === "") return text;
  if (language === "sql") return formattedSql(text);
  if (language === "yaml") return formattedYaml(text);
  return text.replace(/[ \t]+$/gm, language === "markdown" ? "$&" : "");
}

async function formattedSql(text: string): Promise<string> {
  const { formatSql } = await import("./sql-format.ts");
  try {
    return formatSql(text);
  } catch (error) {
    const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
    throw new UserError("The query can't be laid out, since it can't be read.", {
      where: line ? `line ${line}, column ${column}` : "",
      next: "Mend it first; running it may say more.",
    });
  }
}

/** YAML as its library writes it, comments kept and aligned where every setting is on a line of its own. */
function formattedYaml(text: string): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    throw new UserError("The settings can't be laid out, since they can't be read.", {
      where: `line ${line}, column ${col}`,
      next: "Mend them first.",
    });
  }
  return document.toString({ lineWidth: 0 }).trimEnd();
}
