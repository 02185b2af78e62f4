// The gestures by which a grant is given: a press, a press and a confirmation, or holding for a time. Letting go gives
// nothing. Whoever cannot hold asks instead, and confirms in a second, different place.

import type { Gesture } from '../backend/backend';

export type GestureState = 'rest' | 'holding' | 'asking';

export class GrantGesture {
  state = $state<GestureState>('rest');
  /** 0 to 1 while held. */
  progress = $state(0);
  readonly #give: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  constructor(give: () => void) {
    this.#give = give;
  }

  /** The button or the key went down. */
  press(gesture: Gesture): void {
    if (this.state !== 'rest') return;
    switch (gesture.is) {
      case 'press':
        this.#give();
        return;
      case 'confirm':
        this.ask();
        return;
      case 'hold':
      case 'type':
        this.#hold(gesture.millis);
    }
  }

  /** The button or the key went up, or the pointer left, or the window lost the focus. */
  release(): void {
    if (this.state === 'holding') this.cancel();
  }

  /** The way without holding. */
  ask(): void {
    this.cancel();
    this.state = 'asking';
  }

  confirm(): void {
    if (this.state !== 'asking') return;
    this.cancel();
    this.#give();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.state = 'rest';
    this.progress = 0;
  }

  #hold(millis: number): void {
    this.state = 'holding';
    const start = performance.now();
    const draw = () => {
      this.progress = Math.min(1, (performance.now() - start) / millis);
      this.#frame = requestAnimationFrame(draw);
    };
    draw();
    this.#timer = setTimeout(() => {
      this.cancel();
      this.#give();
    }, millis);
  }
}
