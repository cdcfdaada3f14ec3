import type ssh2 from "ssh2";
import type { ConnectFailure } from "../connect-failure.ts";
import type { LoginOptions } from "../login.ts";
import { type LoginProgress, refusedCredential } from "../login-failure.ts";
import { type AgentKey, agentKeys } from "./agent-keys.ts";
import { withoutSha1 } from "./approved-credentials.ts";

type Method = ssh2.AnyAuthMethod;

// The declared type lacks the documented `false`.
const nothingMore = false as unknown as Method;

/** Offers nothing, and so ends the login. */
export const noMethods: ssh2.AuthHandlerMiddleware = (_methodsLeft, _partialSuccess, next) => next(nothingMore);

/** What was offered so far. */
type Offered = { keys: AgentKey[] | undefined; last: AgentKey | undefined; key: boolean; questions: boolean };

/**
 * Offers the credential once, then hears the server's questions once, and gives up: no probing by `none`, no second try,
 * whatever the server would still take. `abandon` ends a login in which a question cannot be answered.
 */
export function loginMethods(
  options: LoginOptions,
  progress: LoginProgress,
  abandon: (failure: ConnectFailure) => void,
): ssh2.AuthHandlerMiddleware {
  const offered: Offered = { keys: undefined, last: undefined, key: false, questions: false };
  return (methodsLeft: readonly string[] | null, partialSuccess, next) => {
    const methods = methodsLeft ?? [];
    void nextKey(options, offered, progress).then((key) => {
      if (key !== undefined) return next(key);
      const { interview } = options;
      if (interview !== undefined && !offered.questions && hearsQuestions(methods)) {
        offered.questions = true;
        return next(questions(options, abandon));
      }
      progress.credential ??= refusedCredential(options, methods, partialSuccess);
      next(nothingMore);
    });
  };
}

/** Nothing is known of what the server takes before it has refused something; after an agent's key ssh2 does not tell. */
const hearsQuestions = (methods: readonly string[]): boolean =>
  methods.length === 0 || methods.includes("keyboard-interactive");

/** The key that is to be offered now, if one is left. */
async function nextKey(
  { user: username, credential, fips }: LoginOptions,
  offered: Offered,
  progress: LoginProgress,
): Promise<Method | undefined> {
  if (credential.kind === "none") return undefined;
  if (credential.kind === "key") {
    if (offered.key) return undefined;
    offered.key = true;
    const { key } = credential.identity;
    return { type: "publickey", username, key: (fips ? withoutSha1(key) : key) as never };
  }
  if (offered.keys === undefined) {
    const found = await agentKeys(credential.socket, { only: credential.only?.key.getPublicSSH(), fips });
    if (typeof found === "string") progress.credential = noAgentKey(found, credential.only?.path);
    offered.keys = typeof found === "string" ? [] : [...found];
  }
  // The server took the last one: it wants something else now.
  if (offered.last?.isTaken()) return undefined;
  offered.last = offered.keys.shift();
  return offered.last && { type: "agent", username, agent: offered.last.agent };
}

const noAgentKey = (trouble: string, path: string | undefined): string =>
  path === undefined ? trouble : `${trouble} of ${path}`;

/** Each round of the server's questions goes to the interview. */
const questions = (
  { user: username, interview }: LoginOptions,
  abandon: (failure: ConnectFailure) => void,
): ssh2.KeyboardInteractiveAuthMethod => ({
  type: "keyboard-interactive",
  username,
  prompt: (name, instructions, _language, prompts, finish) => {
    const round = { name, instructions, prompts: prompts.map(({ prompt, echo }) => ({ prompt, echo: echo === true })) };
    void interview?.answer(round).then((answers) => {
      if ("state" in answers) abandon(answers);
      else finish([...answers]);
    });
  },
});
