import { describe, expect, it } from "vitest";
import { type Answers, probe } from "./asked-host.ts";
import { deniedAnswer, directory, ok, statLine } from "./recorded-answers.ts";

describe("the journal", () => {
  const journal = async (answers: Answers) => (await probe(answers))["host.journal"];
  const text = (storage: string) => ok(`# Storage=none\n[Journal]\nStorage=${storage}\n`);
  const dropIn = (place: string, ...names: readonly string[]): Answers => ({
    [`list /${place}/systemd/journald.conf.d`]: ok(
      directory(`/${place}/systemd/journald.conf.d`) +
        names.map((name) => statLine(`/${place}/systemd/journald.conf.d/${name}`)).join(""),
    ),
  });

  it.each<readonly [string, Answers, string | undefined]>([
    ["nothing is set", {}, undefined],
    ["the file sets it", { "read /etc/systemd/journald.conf": text("persistent") }, "persistent"],
    [
      "the distribution's file is not read beside the site's",
      { "read /etc/systemd/journald.conf": ok("[Journal]\n"), "read /usr/lib/systemd/journald.conf": text("none") },
      undefined,
    ],
    [
      "a drop-in counts after the file, by name",
      {
        "read /etc/systemd/journald.conf": text("persistent"),
        ...dropIn("etc", "10-a.conf", "readme"),
        "read /etc/systemd/journald.conf.d/10-a.conf": text("volatile"),
        ...dropIn("usr/lib", "20-b.conf"),
        "read /usr/lib/systemd/journald.conf.d/20-b.conf": text("auto"),
      },
      "auto",
    ],
    [
      "the site's drop-in takes the place of the distribution's",
      {
        ...dropIn("etc", "10-a.conf"),
        "read /etc/systemd/journald.conf.d/10-a.conf": text("persistent"),
        ...dropIn("usr/lib", "10-a.conf"),
        "read /usr/lib/systemd/journald.conf.d/10-a.conf": text("volatile"),
      },
      "persistent",
    ],
    [
      "the administrator's drop-in of this boot counts, and takes the place of a package's",
      {
        "read /etc/systemd/journald.conf": text("persistent"),
        ...dropIn("run", "10-a.conf"),
        "read /run/systemd/journald.conf.d/10-a.conf": text("none"),
        ...dropIn("usr/local/lib", "10-a.conf"),
        "read /usr/local/lib/systemd/journald.conf.d/10-a.conf": text("auto"),
      },
      "none",
    ],
    [
      "a drop-in below /usr/local counts, and takes the place of the distribution's",
      {
        ...dropIn("usr/local/lib", "10-a.conf"),
        "read /usr/local/lib/systemd/journald.conf.d/10-a.conf": text("volatile"),
        ...dropIn("usr/lib", "10-a.conf"),
        "read /usr/lib/systemd/journald.conf.d/10-a.conf": text("persistent"),
      },
      "volatile",
    ],
    [
      "of main files the one in /run comes before those in /usr",
      {
        "read /run/systemd/journald.conf": text("none"),
        "read /usr/local/lib/systemd/journald.conf": text("volatile"),
        "read /usr/lib/systemd/journald.conf": text("persistent"),
      },
      "none",
    ],
    [
      "of main files the one in /usr/local comes before the distribution's",
      {
        "read /usr/local/lib/systemd/journald.conf": text("volatile"),
        "read /usr/lib/systemd/journald.conf": text("persistent"),
      },
      "volatile",
    ],
    [
      "a file further down is no drop-in",
      {
        ...dropIn("etc", "old.d/10-a.conf"),
        "read /etc/systemd/journald.conf.d/old.d/10-a.conf": text("persistent"),
      },
      undefined,
    ],
    [
      "a line that goes on is no line of its own",
      { "read /etc/systemd/journald.conf": ok("[Journal]\nMaxLevelStore=info\\\nStorage=persistent\n") },
      undefined,
    ],
    ["another section's is another", { "read /etc/systemd/journald.conf": ok("[Other]\nStorage=none\n") }, undefined],
    ["an empty one takes it back", { "read /etc/systemd/journald.conf": text("") }, undefined],
  ])("%s", async (_, answers, storage) => {
    const seen = await journal(answers);
    if (seen.state !== "present") throw new Error(seen.state);
    expect(seen.value.storage?.value).toBe(storage);
  });

  it.each<readonly [string, Answers, boolean, boolean]>([
    ["nowhere", {}, false, false],
    ["on disk", { "stat /var/log/journal": ok(directory("/var/log/journal")) }, true, false],
    [
      "in memory",
      {
        "list /run/log/journal": ok(
          directory("/run/log/journal") + statLine(`/run/log/journal/${"a".repeat(32)}/system.journal`),
        ),
      },
      false,
      true,
    ],
    [
      "another namespace's in memory",
      {
        "list /run/log/journal": ok(
          directory("/run/log/journal") + statLine(`/run/log/journal/${"a".repeat(32)}.app/system.journal`),
        ),
      },
      false,
      false,
    ],
  ])("is %s", async (_, answers, hasDirectory, isInMemory) => {
    expect(await journal(answers)).toMatchObject({ value: { hasDirectory, isInMemory } });
  });

  it.each<readonly [string, Answers, boolean | undefined]>([
    ["set", { "read /etc/systemd/journald.conf": ok("[Journal]\nForwardToSyslog=yes\n") }, true],
    [
      "set to no",
      { "read /etc/systemd/journald.conf": ok("#ForwardToSyslog=yes\n[Journal]\nForwardToSyslog=no\n") },
      false,
    ],
    [
      "set by a drop-in",
      {
        "read /etc/systemd/journald.conf": ok("[Journal]\n#ForwardToSyslog=no\n"),
        ...dropIn("usr/lib", "syslog.conf"),
        "read /usr/lib/systemd/journald.conf.d/syslog.conf": ok("[Journal]\nForwardToSyslog=true\n"),
      },
      true,
    ],
    [
      "set to no by a drop-in of this boot",
      {
        "read /etc/systemd/journald.conf": ok("[Journal]\nForwardToSyslog=yes\n"),
        ...dropIn("run", "quiet.conf"),
        "read /run/systemd/journald.conf.d/quiet.conf": ok("[Journal]\nForwardToSyslog=no\n"),
      },
      false,
    ],
    [
      "the default that the file shows",
      { "read /usr/lib/systemd/journald.conf": ok("[Journal]\n#ForwardToSyslog=yes\n") },
      true,
    ],
    ["not known by a file that does not show it", { "read /etc/systemd/journald.conf": ok("[Journal]\n") }, undefined],
  ])("passes to syslog what is %s", async (_, answers, passesToSyslog) => {
    const seen = await journal(answers);
    expect(seen.state === "present" && seen.value.passesToSyslog).toBe(passesToSyslog);
  });

  it("is not known where a file was not seen, or vanished", async () => {
    expect((await journal({ "read /etc/systemd/journald.conf": deniedAnswer })).state).toBe("unknown");
    expect((await journal(dropIn("etc", "10-a.conf"))).state).toBe("unknown");
    expect((await journal({ "list /run/systemd/journald.conf.d": deniedAnswer })).state).toBe("unknown");
  });
});
