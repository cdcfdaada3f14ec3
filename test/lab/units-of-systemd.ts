import { expect, it } from "vitest";
import { readerSource } from "../../src/connect/reader.ts";
import { parseSweep } from "../../src/connect/recordings/sweep-file.ts";
import { parseSystemctlShow } from "../../src/probes/parse/systemctl-show.ts";
import { sweepAt } from "./audited-node.ts";
import { atConsole } from "./services.mjs";

const [, properties = ""] = /^unit_properties=(\S+)$/m.exec(readerSource) ?? [];

// Notes which units are shown, and shows them.
const wrapper = `#!/bin/sh
echo "$@" >>/run/noted/asked
exec /run/noted/systemctl "$@"
`;
const note =
  "mkdir /run/noted; cd /run/noted; cp /usr/bin/systemctl .; cat >wrapper; chmod 755 wrapper; mount --bind wrapper /usr/bin/systemctl";
const release = "umount -l /usr/bin/systemctl; cat /run/noted/asked; rm -r /run/noted";

/** What a sweep at a node's console says of units, and which of them systemctl was asked for together with auditd. */
function unitsAt(node: string) {
  atConsole(node, note, wrapper);
  let asked = "";
  let parsed: ReturnType<typeof parseSweep>;
  try {
    parsed = parseSweep(sweepAt(node));
  } finally {
    asked = atConsole(node, release, "").toString();
  }
  if (parsed.state !== "ok") throw new Error(parsed.problem);
  const answers = [...parsed.sweep.answers].flatMap(([request, answer]) => {
    const names = /^unit (.* .*)$/.exec(request)?.[1];
    return names !== undefined && answer.state === "answered" ? [{ names, text: answer.payload.toString() }] : [];
  });
  const calls = asked.split("\n").map((line) => line.split(" -- ")[1]?.split(" ") ?? []);
  return { answers, shown: calls.find((names) => names.includes("auditd.service")) ?? [] };
}

/** The reader's word for a unit that is not there, as systemctl shows one. */
const withoutWords = (text: string): string =>
  text.replaceAll(/^!(.*)$/gm, (_, name: string) => {
    const process = name.endsWith(".service") ? "MainPID=0\n" : "";
    return `${process}Id=${name}\nNames=${name}\nRequiredBy=\nWantedBy=\nLoadState=not-found\nActiveState=inactive\nSubState=dead\nFragmentPath=\nDropInPaths=\nUnitFileState=`;
  });

/** What the reader says of many units is what systemctl says, which it asks only of those that are there. */
export function unitsOfSystemd(): void {
  // One that systemd reads only once it is asked of, and one that is masked.
  const prepare =
    "systemctl mask --quiet falcon-sensor.service; cp /lib/systemd/system/rescue.service /etc/systemd/system/auditd.service";
  const restore = "systemctl unmask --quiet falcon-sensor.service; rm /etc/systemd/system/auditd.service";

  it.each([
    ["with its message bus", ":", ":", 20],
    ["where no message bus runs", "systemctl stop dbus.socket dbus.service", "systemctl start dbus.socket", 100],
  ])("shows units as systemctl does %s", (_, before, after, atMost) => {
    atConsole("w2", `${prepare}; systemctl daemon-reload; ${before}`, "");
    try {
      const { answers, shown } = unitsAt("w2");
      expect(answers.length).toBeGreaterThan(1);
      expect(answers.map(({ names }) => names.split(" ").length).reduce((sum, count) => sum + count)).toBeGreaterThan(
        50,
      );
      for (const { names, text } of answers) {
        const shown = atConsole("w2", `systemctl show -p ${properties} -- ${names}`, "").toString();
        expect(withoutWords(text), names).toBe(shown);
        expect(parseSystemctlShow(text), names).toEqual(parseSystemctlShow(shown));
      }
      expect(shown).toEqual(expect.arrayContaining(["containerd.service", "falcon-sensor.service"]));
      expect(shown.length).toBeLessThan(atMost);
      expect(shown.includes("crio.service")).toBe(atMost > 50);
    } finally {
      atConsole("w2", `${after}; ${restore}; systemctl daemon-reload`, "");
    }
  });
}
