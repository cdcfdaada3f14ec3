import { userInfo } from "node:os";
import { join } from "node:path";
import type { Operator, Question, Taken } from "./taken.ts";

/** A value that cannot be worked out: one clause. */
export class UnknownTokenError extends Error {}

type Known = Pick<Taken, "hostName" | "user" | "port" | "hostKeyAlias">;

/**
 * A path of an ssh_config with its tokens, variables and `~/` written out (ssh_config(5), TOKENS).
 * @throws UnknownTokenError for a token that stands for what nobody knows here.
 */
export function expandPath(path: string, { name }: Question, known: Known, operator: Operator): string {
  const tokens: Readonly<Record<string, string>> = {
    "%": "%",
    d: operator.home,
    h: known.hostName,
    i: String(userInfo().uid),
    k: known.hostKeyAlias ?? name,
    n: name,
    p: String(known.port),
    r: known.user,
    u: operator.user,
  };
  const home = path.startsWith("~/") ? join(operator.home, path.slice(2)) : path;
  if (home.startsWith("~")) throw new UnknownTokenError(`the home folder in "${path}" is not yours`);
  return replaceTokens(home, tokens).replaceAll(/\$\{([^}]*)\}/g, (_whole, variable: string) => {
    const value = operator.environment[variable];
    if (value === undefined) throw new UnknownTokenError(`the variable in "${path}" is not set`);
    return value;
  });
}

/**
 * HostName with its `%h` written out.
 * @throws UnknownTokenError for any other token.
 */
export const expandHostName = (hostName: string, name: string): string =>
  replaceTokens(hostName, { "%": "%", h: name });

function replaceTokens(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replaceAll(/%(.?)/gs, (whole, token: string) => {
    const value = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
    if (value === undefined) throw new UnknownTokenError(`plimsoll does not know the token ${whole} in "${text}"`);
    return value;
  });
}
