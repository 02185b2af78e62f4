// How the window is to look, as this person set it and the system says. The window alone paints it on the page.

import { MediaQuery } from 'svelte/reactivity';

export type Theme = 'system' | 'light' | 'dark';

const lessMotion = new MediaQuery('(prefers-reduced-motion: reduce)');
const moreContrast = new MediaQuery('(prefers-contrast: more)');

class Look {
  theme = $state<Theme>('system');
  compact = $state(false);
  /** Whatever the system says. */
  contrast = $state(false);
  motion = $state(false);

  get moreContrast(): boolean {
    return this.contrast || moreContrast.current;
  }

  get lessMotion(): boolean {
    return this.motion || lessMotion.current;
  }

  /** As attributes of the page’s root: the style sheets read them. */
  paint(root: HTMLElement): void {
    put(root, 'data-theme', this.theme === 'system' ? null : this.theme);
    put(root, 'data-density', this.compact ? 'compact' : null);
    put(root, 'data-contrast', this.moreContrast ? 'more' : null);
    put(root, 'data-motion', this.lessMotion ? 'less' : null);
  }
}

export const look = new Look();

function put(root: HTMLElement, name: string, value: string | null): void {
  if (value === null) root.removeAttribute(name);
  else root.setAttribute(name, value);
}
