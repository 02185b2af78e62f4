// One clock for every countdown. It ticks on the second of the core's clock, which may differ from this machine's, and
// stands still while nobody can see it; it decides nothing.

const SECOND = 1000;

class Clock {
  /** The core's time in milliseconds since 1970, good to the second. */
  now = $state(Date.now());
  #ahead = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes over the core's time. A small difference is the delay of the call and is left alone. */
  correct(coreNow: number | null): void {
    if (coreNow === null) return;
    const ahead = coreNow - Date.now();
    if (Math.abs(ahead - this.#ahead) < 250) return;
    this.#ahead = ahead;
    this.#read();
  }

  /** The time this instant, not rounded to the last tick. */
  exactly(): number {
    return Date.now() + this.#ahead;
  }

  /** Starts ticking; the answer stops it. */
  start(): () => void {
    const seen = () => {
      if (document.hidden) this.#stop();
      else this.#tick();
    };
    document.addEventListener('visibilitychange', seen);
    seen();
    return () => {
      document.removeEventListener('visibilitychange', seen);
      this.#stop();
    };
  }

  #tick(): void {
    this.#stop();
    this.#read();
    this.#timer = setTimeout(() => this.#tick(), SECOND - (this.exactly() % SECOND));
  }

  #read(): void {
    this.now = this.exactly();
  }

  #stop(): void {
    clearTimeout(this.#timer);
  }
}

export const clock = new Clock();
