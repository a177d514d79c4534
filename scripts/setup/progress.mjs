// One line that says what a long step is doing and how far it is.

const EVERY_PERCENT = 10;
const EVERY_MS = 15_000;

/**
 * @param {number} ms
 * @returns {string} Such as "0.4 s", "38 s", "4 min 05 s".
 */
export function duration(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** On a terminal the line is updated in place; elsewhere a new one is printed now and then. */
export class Progress {
  #stream;
  #now;
  #startedAt;
  #label;
  #detail = '';
  #percent = 0;
  #printedPercent = 0;
  #printedAt;
  #timer;

  /**
   * @param {string} label What is happening.
   * @param {{ stream?: { write(text: string): unknown, isTTY?: boolean, columns?: number },
   *   now?: () => number }} [options]
   */
  constructor(label, { stream = process.stderr, now = () => performance.now() } = {}) {
    this.#label = label;
    this.#stream = stream;
    this.#now = now;
    this.#startedAt = this.#printedAt = now();
    if (stream.isTTY) {
      this.#draw();
      this.#timer = setInterval(() => this.#draw(), 1000);
    } else {
      stream.write(`  ${label} …\n`);
      this.#timer = setInterval(() => this.#printIfDue(), 1000);
    }
    this.#timer.unref();
  }

  /**
   * @param {string} detail Such as "57 of 143 files".
   * @param {number} fraction Between 0 and 1.
   */
  update(detail, fraction) {
    this.#detail = detail;
    this.#percent = Math.floor(fraction * 100);
    if (this.#stream.isTTY) this.#draw();
    else this.#printIfDue();
  }

  /** @param {string} result What has been reached. */
  done(result) {
    this.stop();
    this.#stream.write(`✓ ${result} (${duration(this.#now() - this.#startedAt)})\n`);
  }

  /** The step did not work out; the reason is told elsewhere. */
  stop() {
    clearInterval(this.#timer);
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[2K');
  }

  #line() {
    const elapsed = this.#now() - this.#startedAt;
    const parts = [this.#label];
    if (this.#detail) parts.push(this.#detail);
    parts.push(duration(elapsed));
    if (this.#percent >= 5 && this.#percent < 100 && elapsed > 10_000) {
      parts.push(`about ${duration((elapsed / this.#percent) * (100 - this.#percent))} to go`);
    }
    return `  ${parts.join(' · ')}`;
  }

  #draw() {
    // A line that wraps could not be overwritten.
    const width = (this.#stream.columns ?? 80) - 1;
    this.#stream.write(`\r\x1b[2K${this.#line().slice(0, width)}`);
  }

  #printIfDue() {
    const now = this.#now();
    const due =
      this.#percent - this.#printedPercent >= EVERY_PERCENT || now - this.#printedAt >= EVERY_MS;
    if (!due) return;
    this.#printedPercent = this.#percent;
    this.#printedAt = now;
    this.#stream.write(`${this.#line()}\n`);
  }
}

/** @param {string} line A fact worth a line of its own. */
export function say(line) {
  process.stderr.write(`  ${line}\n`);
}
