const frames = ["◜", "◝", "◞", "◟"];

/** Shows that a slow step is under way, then how long it took. One line on a terminal, two lines in a log. */
export async function step(title, work) {
  const startedAt = Date.now();
  const live = process.stdout.isTTY && !process.env.CI;
  let frame = 0;
  const draw = () => process.stdout.write(`\r${frames[frame++ % frames.length]} ${title} … ${seconds(startedAt)}`);
  if (!live) console.log(`· ${title} …`);
  const timer = live ? setInterval(draw, 120) : undefined;
  try {
    const result = await work();
    process.stdout.write(`${live ? "\r\u001b[K" : ""}✓ ${title} (${seconds(startedAt)})\n`);
    return result;
  } catch (cause) {
    process.stdout.write(`${live ? "\r\u001b[K" : ""}✗ ${title} (${seconds(startedAt)})\n`);
    throw cause;
  } finally {
    clearInterval(timer);
  }
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
