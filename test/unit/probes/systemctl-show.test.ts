import { expect, it } from "vitest";
import { parseSystemctlShow, unitStates, unitsWithProcess } from "../../../src/probes/parse/systemctl-show.ts";

const shownAbsent = (name: string, process = ""): string =>
  `${process}Id=${name}\nNames=${name}\nRequiredBy=\nWantedBy=\nLoadState=not-found\nActiveState=inactive\nSubState=dead\nFragmentPath=\nDropInPaths=\nUnitFileState=\n`;

it("takes the reader's word for a unit that is not there as what systemctl shows of it", () => {
  const names = ["a.service", "b.socket", "c@1:x.service"];
  const [service = "", socket = "", last = ""] = names;
  const shown = [
    shownAbsent(service, "MainPID=0\n"),
    shownAbsent(socket),
    `MainPID=7\nId=${last}\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n`,
  ];
  const told = [`!${service}\n`, `!${socket}\n`, shown[2]].join("\n");
  expect(parseSystemctlShow(told)).toEqual(parseSystemctlShow(shown.join("\n")));
  expect(unitStates(told, names)).toEqual(unitStates(shown.join("\n"), names));
  expect(unitsWithProcess(told, names).map(({ state, mainPid }) => [state.loadState, mainPid])).toEqual([
    ["not-found", 0],
    ["not-found", 0],
    ["loaded", 7],
  ]);
});

it.each(["!", "!a b", "!a.service\nId=a.service", "!a\u0000", "! a.service"])("takes %j for no unit", (block) => {
  expect(() => parseSystemctlShow(`Id=b.service\n\n${block}\n`)).toThrow("not a property");
});

it("has what wants a unit, sorted and once; nothing where it was not asked for", () => {
  const shown = "Id=a.service\nLoadState=loaded\nActiveState=active\nUnitFileState=disabled\n";
  const asked = `${shown}RequiredBy=z.target a.target\nWantedBy=a.target\n`;
  const wanted = (text: string) => unitStates(text, ["a.service"])[0]?.wantedBy;
  expect(wanted(asked)).toEqual(["a.target", "z.target"]);
  expect(wanted(`${shown}RequiredBy=\nWantedBy=\n`)).toEqual([]);
  expect(wanted(shown)).toBeUndefined();
  expect(wanted(asked.replace("loaded", "not-found"))).toBeUndefined();
});

it("does not take fewer units than were asked for", () => {
  expect(() => unitStates("!a.service\n", ["a.service", "b.service"])).toThrow("asked for 2 units, told of 1");
});
