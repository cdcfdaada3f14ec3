/** Whether a statement sees every message, or some by a selector, a condition or a rule set of its own. */
export type Messages = "all" | "some";

/** A statement of rsyslog's configuration, as far as the reader shows it. Names are in small letters. */
export type RsyslogStatement = { readonly line: number } & (
  | {
      readonly kind: "object";
      readonly name: string;
      readonly parameters: ReadonlyMap<string, string>;
      readonly messages: Messages;
    }
  /** `@host` or `@@host`. */
  | { readonly kind: "send"; readonly to: string; readonly messages: Messages }
  | { readonly kind: "directive"; readonly name: string; readonly value: string }
  /** An action of the old form that is not shown: it sends somewhere, and takes nothing away. */
  | { readonly kind: "other action" }
  /** Takes messages away from what comes after it, or may. */
  | { readonly kind: "drops" }
  | { readonly kind: "unclear" }
  /** A string or a comment may begin or end here: what comes after it may be text. */
  | { readonly kind: "garbled" }
);

/** A statement with the file that it stands in; files that are included stand in the place of what includes them. */
export type PlacedStatement = RsyslogStatement & { readonly file: string };

type Token = { readonly text: string; readonly line: number };

/** What stands before the next statement. */
type State = {
  readonly filter?: Messages;
  /** That of the action before, which `&` repeats. */
  readonly last: Messages;
  /** Of the blocks that are open. */
  readonly blocks: readonly Messages[];
};

type Taken = { readonly next: number; readonly state: State; readonly statement?: RsyslogStatement };

const tokensOf = (text: string): readonly Token[] =>
  text.split("\n").flatMap((line, index) =>
    line
      .split(" ")
      .filter((word) => word !== "")
      .map((word) => ({ text: word, line: index + 1 })),
  );

const narrower = (a: Messages, b: Messages): Messages => (a === "some" || b === "some" ? "some" : "all");
const messagesOf = ({ filter = "all", blocks }: State): Messages => blocks.reduce(narrower, filter);
const filtered = (state: State, filter: Messages): State => ({
  ...state,
  filter: narrower(state.filter ?? "all", filter),
});
/** After an action: its filter is used up. */
const acted = ({ filter = "all", blocks }: State): State => ({ last: filter, blocks });

/** Parameters have their names with dots and without, in any letters. */
const parameterOf = (word: string): readonly [string, string] => {
  const at = word.indexOf("=");
  const name = word.slice(0, at).toLowerCase();
  return [name.replace(/^streamdriver\./, "streamdriver"), word.slice(at + 1)];
};

/** Where the bracket that is open at a token closes; undefined: nowhere, or what is between cannot be told apart. */
function closing(tokens: readonly Token[], index: number): number | undefined {
  let depth = 1;
  for (let at = index + 1; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? "";
    if (text === "!") return undefined;
    if (text === "(" || text.startsWith("obj:")) depth += 1;
    if (text === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function takeObject(tokens: readonly Token[], index: number, { text, line }: Token, state: State): Taken {
  const end = closing(tokens, index);
  if (end === undefined) return { next: tokens.length, state, statement: { kind: "garbled", line } };
  const name = text.slice("obj:".length).toLowerCase();
  const words = tokens.slice(index + 1, end).map((token) => token.text);
  const given = words.filter((word) => word.includes("=")).map(parameterOf);
  const parameters = new Map(given);
  // What a rule set holds sees what is bound to it; a template's block holds no actions.
  const hasBlock = ["ruleset", "template"].includes(name) && tokens[end + 1]?.text === "{";
  const { last, blocks } = state;
  const unlessAction: State = { last, blocks, ...(hasBlock ? { filter: "some" } : {}) };
  const after = name === "action" ? acted(state) : unlessAction;
  const isOff = (parameters.get("config.enabled") ?? "on").toLowerCase() !== "on";
  if (isOff) return { next: end + 1, state: after };
  // Of a parameter that is given twice rsyslog takes one, and does not say which.
  if (parameters.size < given.length) return { next: end + 1, state: after, statement: { kind: "unclear", line } };
  return {
    next: end + 1,
    state: after,
    statement: { kind: "object", name, parameters, messages: messagesOf(state), line },
  };
}

/** A condition, which is not shown: what follows `then` sees some messages. */
function takeCondition(tokens: readonly Token[], index: number, { line }: Token, state: State): Taken {
  let then = index + 1;
  while (then < tokens.length && !["then", "!"].includes(tokens[then]?.text ?? "")) then += 1;
  if (tokens[then]?.text !== "then") return { next: tokens.length, state, statement: { kind: "garbled", line } };
  return { next: then + 1, state: filtered(state, "some") };
}

function takeBracket(index: number, { text, line }: Token, state: State): Taken {
  const { last, blocks } = state;
  if (text === "{") return { next: index + 1, state: { last, blocks: [...blocks, state.filter ?? "all"] } };
  const isOpen = blocks.length > 0;
  const after: State = { last: "some", blocks: blocks.slice(0, -1) };
  return { next: index + 1, state: after, ...(isOpen ? {} : { statement: { kind: "unclear", line } }) };
}

/** What is not shown: an action where something stands before that wants one. */
const takeHidden = (index: number, { line }: Token, state: State): Taken => ({
  next: index + 1,
  state: acted(state),
  statement: { kind: state.filter === undefined ? "unclear" : "other action", line },
});

function takeDirective(index: number, { text, line }: Token, state: State): Taken {
  if (text === "$?") return { next: index + 1, state };
  const [name, value] = parameterOf(text.slice(1));
  return { next: index + 1, state, statement: { kind: "directive", name, value, line } };
}

function take(tokens: readonly Token[], index: number, token: Token, state: State): Taken {
  const { text, line } = token;
  const next = index + 1;
  if (text.startsWith("obj:")) return takeObject(tokens, index, token, state);
  if (text.startsWith("pri:")) return { next, state: filtered(state, text === "pri:*.*" ? "all" : "some") };
  if (text.startsWith("$")) return takeDirective(index, token, state);
  if (text.startsWith("@")) {
    return { next, state: acted(state), statement: { kind: "send", to: text, messages: messagesOf(state), line } };
  }
  switch (text.toLowerCase()) {
    case "if":
    case "elseif":
      return takeCondition(tokens, index, token, state);
    case "prop:":
    case "else":
      return { next, state: filtered(state, "some") };
    case "&":
      return { next, state: { ...state, filter: state.last } };
    case "{":
    case "}":
      return takeBracket(index, token, state);
    case "file":
    case "user":
      return { next, state: acted(state) };
    case "stop":
      return { next, state: acted(state), statement: { kind: "drops", line } };
    case "call":
      // The name of the rule set follows.
      return { next: next + 1, state: acted(state), statement: { kind: "drops", line } };
    case "?":
      return takeHidden(index, token, state);
    default:
      return { next, state, statement: { kind: text === "!" ? "garbled" : "unclear", line } };
  }
}

// Configurations in use have some hundreds.
const wordsAtMost = 20_000;

/**
 * The statements of one file, in order, from what the reader shows of it.
 * @throws Error where there is more than anybody configures.
 */
export function rsyslogStatements(shown: string): readonly RsyslogStatement[] {
  const tokens = tokensOf(shown);
  if (tokens.length > wordsAtMost) throw new Error(`more than ${wordsAtMost} words`);
  const statements: RsyslogStatement[] = [];
  let state: State = { last: "all", blocks: [] };
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index];
    if (token === undefined) break;
    const taken = take(tokens, index, token, state);
    if (taken.statement !== undefined) statements.push(taken.statement);
    state = taken.state;
    index = taken.next;
  }
  // A block or a filter that the end of the file leaves open.
  const isOpen = state.filter !== undefined || state.blocks.length > 0;
  return isOpen ? [...statements, { kind: "unclear", line: tokens.at(-1)?.line ?? 1 }] : statements;
}
