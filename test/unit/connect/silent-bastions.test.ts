import { expect, it } from "vitest";
import { type ConnectFailure, connectFailure } from "../../../src/connect/connect-failure.ts";
import { startLimits } from "../../../src/connect/limits.ts";
import type { LoggedIn } from "../../../src/connect/login.ts";
import { shareBastions } from "../../../src/connect/openssh/bastions.ts";
import type { Login } from "../../../src/connect/openssh/login.ts";
import { startBastions } from "../../../src/connect/ssh2/bastions.ts";

const silence = connectFailure("tcp", "timed-out", "the jump host 192.0.2.1:22 failed: no answer within 10 s");
const limits = startLimits(60_000, new AbortController().signal);

type Came = ConnectFailure | { readonly state: "open" };
/** A host that comes through a bastion, which `open` logs in to. */
type Come = (open: () => Promise<ConnectFailure | "open">) => Promise<Came>;

const unused = (): never => {
  throw new Error("nobody uses it");
};
const overSsh2: LoggedIn = {
  state: "open",
  exec: unused,
  forward: unused,
  close: () => undefined,
  onLost: () => undefined,
};
const overOpenssh: Login = {
  state: "open",
  control: "",
  channels: { expect: unused, readLine: unused, lose: unused },
  onEnd: () => undefined,
  close: () => undefined,
};

function withSsh2(): Come {
  const bastions = startBastions();
  return async (open) => {
    const opened = async () => {
      const result = await open();
      return result === "open" ? overSsh2 : result;
    };
    const line = await bastions.take({ key: "b", most: 4, name: "the jump host", open: opened }, limits);
    if (line.state === "open") line.release();
    return line;
  };
}

function withOpenssh(): Come {
  const bastions = shareBastions();
  return async (open) => {
    const taken = await bastions.take("b", async () => {
      const result = await open();
      return result === "open" ? overOpenssh : result;
    });
    if (taken.state === "open") taken.giveBack();
    return taken;
  };
}

/** The crowds come one after the other: what became of the hosts of each, and how often the bastion was tried. */
async function crowds(come: Come, answers: readonly (ConnectFailure | "open")[], count: number) {
  let tries = 0;
  const open = async () => {
    tries += 1;
    return answers[tries - 1] ?? "open";
  };
  const states: string[][] = [];
  for (let crowd = 0; crowd < count; crowd += 1) {
    const came = await Promise.all([come(open), come(open), come(open)]);
    states.push(came.map((one) => (one.state === "open" ? "open" : one.message)));
  }
  return { states, tries };
}

it.each([
  ["ssh2", withSsh2],
  ["openssh", withOpenssh],
])("a bastion that does not answer is tried twice in a run, not by each crowd behind it (%s)", async (_, start) => {
  const { states, tries } = await crowds(start(), Array(9).fill(silence), 5);
  expect(tries).toBe(2);
  expect(states).toEqual(Array(5).fill(Array(3).fill(silence.message)));
});

it.each([
  ["ssh2", withSsh2],
  ["openssh", withOpenssh],
])(
  "one that answers the second time is used, and one that is only unreachable is tried again (%s)",
  async (_, start) => {
    const unreachable = connectFailure("tcp", "unreachable", "no route", true);
    expect((await crowds(start(), [silence], 3)).states.slice(1).flat()).toEqual(Array(6).fill("open"));
    expect((await crowds(start(), [unreachable, unreachable, unreachable], 4)).states[3]).toEqual(
      Array(3).fill("open"),
    );
  },
);
