import { type Answer, describeRequest, type HostSession, type Request } from "../connect/session.ts";
import { parseStat } from "./parse/stat-lines.ts";

/** The process of root's that is called so, as a path that the node finds out; it refuses where there is none, or more than one. */
export const processCalled = (name: "kube-proxy" | "containerd" | "crio"): string => `/proc/@${name}`;

/** The only network configuration of the node, as a path that it finds out. */
export const onlyNetworkConfiguration = "/etc/cni/net.d/@";

/** What was asked of a path before it was known, from the first `stat` on. `path` is what the node took it for, by that. */
type Left = {
  readonly above: string;
  readonly path: Promise<string | undefined>;
  readonly answers: Map<string, Promise<Answer>>;
};

// `/proc/@kube-proxy` of `/proc/@kube-proxy/root/var`, and the folder that it is in. Elsewhere @ is a character of a name.
const leftToNode = /^(\/proc\/|\/etc\/cni\/net\.d\/)@[^/]*/;

/** What the node took a path for, by the `stat` of one `inner` in it. */
async function foundIn(answering: Promise<Answer>, inner: string): Promise<string | undefined> {
  try {
    const answer = await answering;
    if (answer.state !== "answered") return undefined;
    const { path } = parseStat(answer.payload, "/");
    return path.endsWith(inner) ? path.slice(0, path.length - inner.length) : undefined;
  } catch {
    // Whoever asked is told by the answer itself.
    return undefined;
  }
}

/**
 * Asks a session, and takes for the answer to a question what was answered to the same one about a path that was left to the
 * node: what follows from an answer can then be asked together with what it follows from. It must have been the same path, in
 * the same look: else it is asked.
 */
export function answeringMeant(session: Pick<HostSession, "ask">): (request: Request) => Promise<Answer> {
  const left = new Map<string, Left>();

  function leave(request: Request, to: string, above: string): Promise<Answer> {
    const answer = session.ask(request);
    const known = left.get(to);
    if (known !== undefined) known.answers.set(describeRequest(request), answer);
    else if (request.verb === "stat") {
      const path = foundIn(answer, request.argument.slice(to.length));
      left.set(to, { above, path, answers: new Map([[describeRequest(request), answer]]) });
    }
    return answer;
  }

  async function askUnlessMeant(request: Request, candidates: readonly (readonly [string, Left])[]): Promise<Answer> {
    const { verb, argument } = request;
    for (const [to, { path, answers }] of candidates) {
      const meant = await path;
      if (meant === undefined || !`${argument}/`.startsWith(`${meant}/`)) continue;
      const answer = answers.get(describeRequest({ verb, argument: to + argument.slice(meant.length) }));
      if (answer !== undefined) return answer;
    }
    return session.ask(request);
  }

  return (request) => {
    const [to, above] = leftToNode.exec(request.argument) ?? [];
    if (to !== undefined && above !== undefined) return leave(request, to, above);
    const candidates = [...left].filter(([, { above }]) => request.argument.startsWith(above));
    return candidates.length === 0 ? session.ask(request) : askUnlessMeant(request, candidates);
  };
}
