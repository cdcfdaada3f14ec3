import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { Answer, Connection } from "../../../src/connect/session.ts";
import { type Privilege, transports } from "../../../src/inventory/inventory.ts";
import { connectTo, hostAt, identityAt, knows, patient, sessionOf, textOf } from "./connect.ts";
import { canRunSshd, createWorkshop, hello, makeKey, type Sshd, script, startSshd, takeProgram } from "./sshd.ts";

describe.skipIf(!canRunSshd("nodes that misbehave"))("a node that misbehaves", () => {
  describe.each(transports)("with %s", (client) => {
    const workshop = createWorkshop();
    let identity: Identity;
    let sshd: Sshd;

    beforeAll(async () => {
      sshd = await startSshd(workshop, {
        name: "node",
        authorized: [makeKey(workshop.path("key"))],
        config: [`ForceCommand ${workshop.path("shell")}`],
      });
      identity = await identityAt(workshop.path("key"));
    });

    afterAll(async () => {
      await sshd?.stop();
      workshop.remove();
    });

    /** Connects to a server whose login shell is this script. */
    const connectToShell = async (
      text: string,
      deadlines: Partial<typeof patient> = {},
      privilege: Privilege = "none",
    ): Promise<Connection> => {
      // Another file: a shell of the test before may still read its own.
      rmSync(workshop.path("shell"), { force: true });
      script(workshop, "shell", text);
      return connectTo(hostAt(sshd.port, { transport: client, identityFile: identity.path, privilege }), {
        knownHosts: knows(sshd),
        identities: [identity],
        deadlines: { ...patient, ...deadlines },
      });
    };

    it("prints noise from an rc file", async () => {
      const noise = "echo Welcome; echo '#1 ok 0 fake' ; echo trouble >&2; printf 'no line end'";
      const connection = await connectToShell(`${noise}; exec sh -c "$SSH_ORIGINAL_COMMAND"`);
      expect(connection.transport.outcome).toBe("connected");
      expect(textOf(await sessionOf(connection).ask({ verb: "read", argument: workshop.path("key.pub") }))).toContain(
        "ssh-ed25519",
      );
      connection.session?.close();
    });

    it("prints noise without end", async () => {
      const { transport } = await connectToShell("exec yes Welcome");
      expect(transport).toMatchObject({
        stage: "exec",
        outcome: "unparseable",
        message: expect.stringContaining("64 KiB"),
      });
    });

    it("has a shell that hangs", async () => {
      const { transport } = await connectToShell("exec cat >/dev/null", { request: 300 });
      expect(transport).toMatchObject({
        stage: "exec",
        outcome: "timed-out",
        message: expect.stringContaining("within 0.3 s"),
      });
    });

    it("answers a byte now and then: the deadline is that of a whole answer", async () => {
      const connection = await connectToShell(`${takeProgram}; ${hello}; while printf '#'; do sleep 0.1; done`, {
        request: 2_000,
      });
      expect(await sessionOf(connection).ask({ verb: "stat", argument: "/" })).toMatchObject({
        state: "failed",
        cause: "timed-out",
        message: "no answer within 2 s",
      });
    });

    it("answers each question in time, and asks for all of the run's: the host's own deadline ends it", async () => {
      const answer = [
        "round=$((round + 1)); sleep 0.2",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
        "text=$(printf 'M%d ok\\nMend\\n' \"${request%% *}\" | base64 -w0)",
        'sum=$(printf %s "$round $text" | sha256sum)',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
        "printf '#%d %d %s\\n%s\\n' $round ${#text} ${sum%% *} $text",
      ].join("; ");
      const shell = `${takeProgram}; ${hello}; round=0; while read -r request; do [ -z "$request" ] || { ${answer}; }; done`;
      const connection = await connectToShell(shell, { request: 20_000, host: 5_000 });
      const session = sessionOf(connection);
      const answers: Answer[] = [];
      for (let n = 0; n < 50; n += 1) answers.push(await session.ask({ verb: "stat", argument: `/${n}` }));
      expect(answers[0]).toMatchObject({ state: "answered" });
      expect(answers.at(-1)).toMatchObject({ cause: "timed-out", message: "the host was not done after 5 s" });
    });

    it("writes to standard error without end", async () => {
      const connection = await connectToShell(`${takeProgram}; ${hello}; exec yes trouble >&2`);
      expect(await sessionOf(connection).ask({ verb: "stat", argument: "/" })).toMatchObject({
        cause: "unparseable",
        message: "more than 1 MiB came on standard error",
      });
    });

    it("has no working shell", async () => {
      const { transport } = await connectToShell("echo 'This account is not available' >&2; exit 1");
      expect(transport).toMatchObject({
        stage: "exec",
        outcome: "truncated",
        message: "the shell ended before it started the reader: This account is not available",
      });
    });

    it.each([
      "sudo: a password is required",
      "Sorry, user audit is not allowed to execute '/bin/sh -s' as root on node.",
      "/bin/bash: line 1: sudo: command not found",
    ])("refuses sudo: %s", async (refusal) => {
      const { transport } = await connectToShell(`echo rc noise >&2; echo "${refusal}" >&2; exit 1`, {}, "sudo");
      expect(transport).toMatchObject({ stage: "exec", outcome: "sudo-refused", message: refusal });
    });

    it("lacks the tools", async () => {
      const { transport } = await connectToShell(
        `${takeProgram}; echo 'plimsoll-reader 1 0 missing:base64,sha256sum'; cat`,
      );
      expect(transport).toMatchObject({
        stage: "exec",
        outcome: "unsupported",
        message: "the node has no base64, sha256sum",
      });
    });

    it.each([
      ["goes away in the middle of an answer", `printf '#1 8 '; exit 0`, "truncated", "in the middle of an answer"],
      ["goes away between answers", "exit 0", "truncated", "the connection was lost"],
      ["answers garbage", "echo broadcast message; cat", "unparseable", "other output"],
      ["answers out of turn", "printf '#2 0 %064d\\n\\n' 0; cat", "unparseable", "out of order"],
      ["answers 100 MB", "head -c 100000000 /dev/zero | tr '\\0' x", "unparseable", "other output"],
      [
        "announces 100 MB",
        `printf '#1 99999999 %064d\\n' 0; head -c 100000000 /dev/zero | tr '\\0' x`,
        "truncated",
        "more than 12 MiB",
      ],
      ["answers with a wrong digest", `printf '#1 4 %064d\\nYWJj\\n' 0; cat`, "unparseable", "digest"],
    ])("%s", async (_, behaviour, cause, message) => {
      const connection = await connectToShell(`${takeProgram}; ${hello}; read -r request; ${behaviour}`);
      const session = sessionOf(connection);
      const [first, second] = await Promise.all([
        session.ask({ verb: "stat", argument: "/" }),
        session.ask({ verb: "stat", argument: "/etc" }),
      ]);
      expect(first).toMatchObject({ state: "failed", cause, message: expect.stringContaining(message) });
      expect(second).toEqual(first);
      expect(await session.ask({ verb: "stat", argument: "/" })).toEqual(first);
    });
  });
});
