import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { assessmentSchema } from "../../src/findings/assessment.ts";
import { labMeanwhile } from "./held-node.ts";
import { inventoryOf } from "./lost-in-mid-run.ts";
import { atConsole, lab, labFolder } from "./services.mjs";

const node = "/usr/local/bin/node /opt/plimsoll/dist/main.js";
const runs = "/var/lib/plimsoll/lab";
const printed = `${node} schedule -i /etc/plimsoll/inventory.yaml --as systemd -o /etc/systemd/system -- --only V-242387 --syslog --prometheus /srv/p.prom`;
// The clock strikes at once, and who waits is told of the end at a pipe.
const struck = `set -e
mkfifo /etc/plimsoll/ended
cd /etc/systemd/system; mkdir plimsoll-lab.timer.d plimsoll-lab.service.d
printf '[Timer]\\nOnActiveSec=0\\n' >plimsoll-lab.timer.d/now.conf
printf '[Service]\\nExecStopPost=/bin/sh -c "echo $$SERVICE_RESULT $$EXIT_STATUS >/etc/plimsoll/ended"\\n' >plimsoll-lab.service.d/told.conf
systemctl daemon-reload; systemctl start plimsoll-lab.timer`;

/** The printed units, in a machine of the auditor's own with a real systemd, on real nodes: by ssh2, and by that machine's ssh. */
export function byTimer(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-lab-timer-"));
  const inside = (script: string): string => atConsole("auditor", script, "").toString().trim();
  const ended = (): Promise<string> =>
    labMeanwhile("console", "auditor", "timeout", "100", "cat", "/etc/plimsoll/ended");
  const show = (unit: string, property: string): string => inside(`systemctl show --value -p ${property} ${unit}`);

  beforeAll(() => {
    lab("auditor", process.execPath);
    const { kubeconfig: _, hosts, ...inventory } = parse(readFileSync(inventoryOf(folder, ["w1", "w2"]), "utf8"));
    hosts[1].ssh = { transport: "openssh" };
    const text = stringify({ ...inventory, hosts }).replaceAll(`${labFolder}/`, "/etc/plimsoll/");
    writeFileSync(join(labFolder, "nodes/auditor/root/etc/plimsoll/inventory.yaml"), text);
    inside(`mkdir -p /srv; ${printed}`);
  });
  afterAll(async () => {
    await labMeanwhile("stop", "auditor");
    rmSync(folder, { recursive: true, force: true });
  });

  it("ends as the verdict says, and is kept where systemd made room for it", async () => {
    inside(struck);
    // The API is not configured, and nothing of the rule is open.
    expect((await ended()).trim()).toBe("success 0");
    expect(show("plimsoll-lab.timer", "LastTriggerUSec")).toMatch(/ \d{4}-\d\d-\d\d /);
    expect(inside(`stat -c '%a %U' ${runs} ${runs}/latest/assessment.json`)).toBe("700 root\n600 root");
    const assessment = assessmentSchema.parse(JSON.parse(inside(`cat ${runs}/latest/assessment.json`)));
    expect(assessment.coverage.nodes.map(({ name, state, connection }) => [name, state, connection?.client])).toEqual([
      ["w1", "read", "ssh2"],
      ["w2", "read", "openssh"],
    ]);
  });

  it("is told to the journal and to node_exporter's folder", () => {
    const line = inside("journalctl --sync; journalctl -q -o cat -t plimsoll");
    expect(line).toMatch(/^audit cluster=lab status=0 complete=yes nodes_read=2\/2 open_cat1=0 /);
    expect(inside("stat -c %a /srv/p.prom; grep -c ^plimsoll_ /srv/p.prom")).toMatch(/^644\n\d+$/);
  });

  it("is compared with the last one when the clock strikes again", async () => {
    inside("systemctl start --no-block plimsoll-lab.service");
    expect((await ended()).trim()).toBe("success 0");
    expect(inside(`ls ${runs}`).split("\n")).toHaveLength(3);
    expect(inside("journalctl --sync; journalctl -q -o cat -u plimsoll-lab.service")).toMatch(
      /^Since .*: 1 unchanged$/m,
    );
  });
}
