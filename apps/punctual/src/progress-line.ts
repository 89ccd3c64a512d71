/** Where progress is written to: a terminal, or a log that keeps every line. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const barWidth = 24;
/** Milliseconds between two lines where every line is kept. */
const lineEveryMs = 2_000;

/** Shows progress: a bar that is drawn over itself on a terminal, a line now and then elsewhere. */
export function openProgress(output: ProgressOutput, now: () => number = Date.now) {
  let lastText = "";
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    /** @param share from 0 to 1; null when nobody knows how much there is. */
    show(share: number | null, text: string): void {
      if (text === lastText) return;
      if (output.isTTY) {
        output.write(`\r\u001b[2K${share === null ? "" : `${bar(share)} `}${text}`);
        lastText = text;
      } else if (now() - lastAt >= lineEveryMs) {
        output.write(`${text}\n`);
        [lastText, lastAt] = [text, now()];
      }
    },
    /** Makes room for the last sentence. */
    end(): void {
      if (output.isTTY && lastText !== "") output.write("\r\u001b[2K");
    },
  };
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `[${"█".repeat(full)}${"░".repeat(barWidth - full)}] ${String(Math.round(share * 100)).padStart(3)} %`;
}
