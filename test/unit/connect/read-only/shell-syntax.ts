import { execFileSync } from "node:child_process";

/** A node of shfmt's syntax tree: what this test needs of it. */
export type Syntax = { readonly [key: string]: unknown };
export type Word = { readonly Parts: readonly Syntax[] };
export type Call = { readonly words: readonly Word[]; readonly text: string; readonly within: string };
export type Redirection = { readonly text: string };
export type ShellProgram = {
  readonly calls: readonly Call[];
  readonly redirections: readonly Redirection[];
  readonly functions: ReadonlySet<string>;
  /** Assignments outside of functions, as text. */
  readonly assignments: readonly string[];
};

const isNode = (value: unknown): value is Syntax =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const offset = (position: unknown): number => Number((position as { Offset?: number } | undefined)?.Offset ?? 0);

/** All commands of a program in POSIX shell, however deep in it, as shfmt understands it. */
export function parseShell(source: string): ShellProgram {
  const tree = execFileSync("shfmt", ["-ln", "posix", "--to-json"], {
    input: source,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const bytes = Buffer.from(source);
  const textOf = (node: Syntax): string => bytes.toString("utf8", offset(node["Pos"]), offset(node["End"]));
  const calls: Call[] = [];
  const redirections: Redirection[] = [];
  const functions = new Set<string>();
  const assignments: string[] = [];
  const visit = (value: unknown, within: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, within);
    if (!isNode(value)) return;
    const name = value["Type"] === "FuncDecl" ? String((value["Name"] as Syntax)["Value"]) : within;
    if (value["Type"] === "FuncDecl") functions.add(name);
    for (const redirection of (value["Redirs"] as readonly Syntax[] | undefined) ?? []) {
      redirections.push({ text: textOf(redirection) });
    }
    if (value["Type"] === "CallExpr") {
      const words = (value["Args"] as readonly Word[] | undefined) ?? [];
      if (words.length > 0) calls.push({ words, text: textOf(value), within });
      else if (within === "") assignments.push(textOf(value));
    }
    for (const child of Object.values(value)) visit(child, name);
  };
  visit(JSON.parse(tree), "");
  return { calls, redirections, functions, assignments };
}

/** What a word stands for where it holds nothing that the shell fills in. */
export function literal(word: Word | Syntax | undefined): string | undefined {
  const parts = (word?.["Parts"] as readonly Syntax[] | undefined) ?? [];
  const texts = parts.map((part) => {
    if (part["Type"] === "DblQuoted") return literal(part);
    return part["Type"] === "Lit" || part["Type"] === "SglQuoted" ? String(part["Value"] ?? "") : undefined;
  });
  return texts.includes(undefined) ? undefined : texts.join("");
}
