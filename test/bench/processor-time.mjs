import { readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** The fields of a process from its state on, which is the third of proc(5). */
const fieldsOf = (/** @type {number} */ pid) =>
  readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")
    .map(Number);

/** Seconds of processors that a process itself took (proc(5), utime and stime). */
export function timeOf(/** @type {number} */ pid) {
  const fields = fieldsOf(pid);
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) / ticksPerSecond;
}

/** Seconds of processors that the children of a process took, and theirs, as far as they were waited for (cutime and cstime). */
export function timeOfChildren(/** @type {number} */ pid) {
  const fields = fieldsOf(pid);
  return ((fields[13] ?? 0) + (fields[14] ?? 0)) / ticksPerSecond;
}
