// Loaded before a program with `node --import`: leaves in a file, when it ends, what it took of memory and processor.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const seconds = ((userCPUTime + systemCPUTime) / 1e6).toFixed(1);
  writeFileSync(
    process.env["USAGE_FILE"] ?? "",
    `${seconds} s of processor time, peak ${(maxRSS / 1024).toFixed(0)} MiB`,
  );
});
