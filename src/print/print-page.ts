import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Printing did not end in a PDF: one sentence. */
export class PrintError extends Error {}

/** Longer than the page of 5,000 nodes takes, in milliseconds. */
const deadline = 300_000;
/** So much of what Chromium complained of is quoted. */
const quoted = 300;

/**
 * Prints a page, given in pieces.
 * @param chromium path of the program.
 * @returns the PDF.
 * @throws PrintError where Chromium fails or takes more than five minutes.
 */
export async function printPage(page: Iterable<string>, chromium: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-print-"));
  try {
    const [html, pdf] = [join(folder, "report.html"), join(folder, "report.pdf")];
    writeInPieces(html, page);
    const complaint = await run(chromium, [
      "--headless",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--no-first-run",
      "--no-pdf-header-footer",
      `--user-data-dir=${join(folder, "profile")}`,
      `--print-to-pdf=${pdf}`,
      pathToFileURL(html).href,
    ]);
    return readPdf(pdf, `${chromium} printed no PDF${complaint === "" ? "" : `: ${complaint}`}`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function writeInPieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "wx", 0o600);
  try {
    for (const piece of pieces) writeSync(file, piece);
  } finally {
    closeSync(file);
  }
}

/** Runs a program to its end; gives the last of what it said on standard error. */
function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: deadline,
      killSignal: "SIGKILL",
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-quoted);
    });
    child.on("error", (error) => reject(new PrintError(`${program} could not be started: ${error.message}`)));
    child.on("close", (status, signal) => {
      if (status === 0) resolve(said.trim());
      else reject(new PrintError(`${program} ended with ${signal ?? `status ${status}`}: ${said.trim()}`));
    });
  });
}

function readPdf(path: string, otherwise: string): Buffer {
  try {
    const content = readFileSync(path);
    if (content.subarray(0, 5).toString("latin1") === "%PDF-") return content;
  } catch {
    // said below: why it is not there only Chromium knows
  }
  throw new PrintError(otherwise);
}
