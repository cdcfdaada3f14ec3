import { describe, expect, it } from "vitest";
import { type Answer, describeRequest, type Request } from "../../../src/connect/session.ts";
import { answeringMeant } from "../../../src/probes/meant-paths.ts";

const answered = (text: string): Answer => ({ state: "answered", payload: Buffer.from(text) });
const refused: Answer = { state: "failed", cause: "unsupported", message: "which one is meant is not clear" };
const statOf = (path: string): Answer => answered(`e|41ed|0|0|root|root|${path}/\n`);

/** A node on which kube-proxy is a process of this number, or has no number; what it was asked stands in `asked`. */
function nodeWith(number: string | undefined) {
  const asked: string[] = [];
  const ask = (request: Request): Promise<Answer> => {
    asked.push(describeRequest(request));
    if (!request.argument.startsWith("/proc/@")) return Promise.resolve(answered(`asked: ${request.argument}`));
    if (number === undefined) return Promise.resolve(refused);
    const path = request.argument.replace("@kube-proxy", number);
    return Promise.resolve(request.verb === "stat" ? statOf(path) : answered(`ahead: ${path}`));
  };
  return { asked, answerTo: answeringMeant({ ask }) };
}

const stat = (argument: string): Request => ({ verb: "stat", argument });
const read = (argument: string): Request => ({ verb: "read", argument });
const ahead = [
  stat("/proc/@kube-proxy"),
  stat("/proc/@kube-proxy/root/var"),
  read("/proc/@kube-proxy/root/var/config"),
];

async function textOf(answering: Promise<Answer>): Promise<string> {
  const answer = await answering;
  return answer.state === "answered" ? answer.payload.toString() : answer.state;
}

describe("a question about a path that was left to the node before", () => {
  it("is answered by what was said then", async () => {
    const { asked, answerTo } = nodeWith("11");
    await Promise.all(ahead.map(answerTo));
    expect(await textOf(answerTo(stat("/proc/11")))).toBe("e|41ed|0|0|root|root|/proc/11/\n");
    expect(await textOf(answerTo(read("/proc/11/root/var/config")))).toBe("ahead: /proc/11/root/var/config");
    expect(asked).toEqual(ahead.map(describeRequest));
  });

  it.each([
    ["is of another process", "11", read("/proc/12/root/var/config")],
    ["is of a process whose number only begins so", "11", read("/proc/110/root/var/config")],
    ["is another question", "11", { verb: "kubeconfig", argument: "/proc/11/root/var/config" } as const],
    ["is about another path of it", "11", read("/proc/11/root/var/config.conf")],
    ["was not answered, for the node could not tell", undefined, read("/proc/11/root/var/config")],
  ])("is asked where it %s", async (_, number, request) => {
    const { asked, answerTo } = nodeWith(number);
    await Promise.all(ahead.map(answerTo));
    expect(await textOf(answerTo(request))).toBe(`asked: ${request.argument}`);
    expect(asked.at(-1)).toBe(describeRequest(request));
  });

  it("is asked where nobody asked which it is", async () => {
    const { answerTo } = nodeWith("11");
    await answerTo(read("/proc/@kube-proxy/root/var/config"));
    expect(await textOf(answerTo(read("/proc/11/root/var/config")))).toBe("asked: /proc/11/root/var/config");
  });

  it("is asked where what the node said is no path", async () => {
    const asked: string[] = [];
    const answerTo = answeringMeant({
      ask: (request) => {
        asked.push(describeRequest(request));
        return Promise.resolve(answered("e|41ed|0|0|root|root|/proc/11/\ne|41ed|0|0|root|root|/proc/12/\n"));
      },
    });
    await Promise.all([answerTo(stat("/proc/@kube-proxy")), answerTo(read("/proc/@kube-proxy/x"))]);
    await answerTo(read("/proc/11/x"));
    expect(asked.at(-1)).toBe("read /proc/11/x");
  });

  it("is answered where what the node said is of a path within", async () => {
    const { asked, answerTo } = nodeWith("11");
    await Promise.all(ahead.slice(1).map(answerTo));
    expect(await textOf(answerTo(read("/proc/11/root/var/config")))).toBe("ahead: /proc/11/root/var/config");
    expect(asked).toHaveLength(2);
  });
});

it("ends nothing but itself where a session breaks", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  const answerTo = answeringMeant({ ask: () => Promise.reject(new RangeError("too much")) });
  await expect(answerTo(stat("/proc/@kube-proxy"))).rejects.toThrow("too much");
  await expect(answerTo(stat("/proc/11"))).rejects.toThrow("too much");
  // Node tells of them when the promises of a turn have run.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

describe("other questions", () => {
  it("are what they are, where a name only looks like one that is left to the node", async () => {
    const { asked, answerTo } = nodeWith("11");
    const requests = [stat("/srv/@etcd"), stat("/srv/@etcd/member"), read("/srv/@etcd/member")];
    for (const request of requests) await answerTo(request);
    expect(asked).toEqual(requests.map(describeRequest));
  });

  it("leave at once, whatever is not answered yet", () => {
    const asked: string[] = [];
    const answerTo = answeringMeant({
      ask: (request) => {
        asked.push(describeRequest(request));
        return new Promise(() => undefined);
      },
    });
    for (const request of [...ahead, stat("/etc"), { verb: "list", argument: "/etc/cni/net.d" } as const]) {
      void answerTo(request);
    }
    expect(asked).toHaveLength(ahead.length + 2);
  });
});
