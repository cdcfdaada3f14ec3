import { describe, expect, it } from "vitest";
import type { LogForwarding } from "../../../src/evidence/log-forwarding.ts";
import { probeJournalUpload } from "../../../src/probes/node/journal-upload.ts";
import { denied } from "../../support/facts.ts";
import { inShort, nodeWith, none, running, seenBy } from "./node-with-files.ts";

describe("where systemd-journal-upload sends", () => {
  const program = "/usr/lib/systemd/systemd-journal-upload";
  const main = "/etc/systemd/journal-upload.conf";
  const upload = async (text: string): Promise<LogForwarding> =>
    seenBy(await probeJournalUpload(nodeWith({ [main]: `[Upload]\n${text}` }), none));

  it.each<readonly [string, string, readonly string[]]>([
    [
      "HTTPS",
      "URL=https://logs.example:19532\n",
      ["2: all to logs.example:19532 by systemd-journal-upload https verified"],
    ],
    ["no scheme", "URL=logs.example\n", ["2: all to logs.example by systemd-journal-upload https verified"]],
    ["HTTP", "URL=http://logs.example\n", ["2: all to logs.example by systemd-journal-upload http none"]],
    ["trust in all", "URL=x\nTrustedCertificateFile=all\n", ["2: all to x by systemd-journal-upload https unverified"]],
    ["a URL with credentials", "URL=https://a:b@c\n", ["2: all to undefined by systemd-journal-upload https unknown"]],
    ["nothing", "# URL=x\n", []],
    ["a URL that is taken back", "URL=x\nURL=\n", []],
    ["another section", "[Other]\nURL=x\n", []],
  ])("%s", async (_, text, destinations) => {
    const { destinations: found, takes } = await upload(text);
    expect([found.map(inShort), takes]).toEqual([destinations, ["journal"]]);
  });

  it("does not understand a line that goes on", async () => {
    expect((await upload("Header=x \\\nURL=y\n")).unclear).toEqual([`${main}:2`]);
  });

  it("goes by what is below /usr/local, before the distribution's", async () => {
    const files = {
      "/usr/local/lib/systemd/journal-upload.conf": "[Upload]\nURL=site\nTrustedCertificateFile=/ca.pem\n",
      "/usr/lib/systemd/journal-upload.conf": "[Upload]\nURL=vendor\n",
      "/usr/local/lib/systemd/journal-upload.conf.d/a.conf": "[Upload]\nTrustedCertificateFile=all\n",
      "/usr/lib/systemd/journal-upload.conf.d/a.conf": "[Upload]\nTrustedCertificateFile=/ca.pem\n",
    };
    const { destinations } = seenBy(await probeJournalUpload(nodeWith(files), none));
    expect(destinations).toMatchObject([{ target: "site", protection: "unverified" }]);
  });

  it("goes by drop-ins after the first main file, and by nothing of a process with options", async () => {
    const files = {
      "/usr/lib/systemd/journal-upload.conf": "[Upload]\nURL=vendor\n",
      "/run/systemd/journal-upload.conf.d/a.conf": "[Upload]\nURL=run\n",
    };
    const seen = seenBy(await probeJournalUpload(nodeWith(files), running(program, "--save-state")));
    expect(seen.destinations).toMatchObject([{ target: "run", file: "/run/systemd/journal-upload.conf.d/a.conf" }]);
    expect((await probeJournalUpload(nodeWith(files), running(program, "--url=x"))).state).toBe("unknown");
    expect((await probeJournalUpload(nodeWith(files), Promise.resolve(denied))).state).toBe("unknown");
    expect((await probeJournalUpload(nodeWith({}), none)).state).toBe("absent");
  });
});
