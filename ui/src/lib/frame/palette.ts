// What the palette offers, and what is left of it while one types. It performs nothing by itself.

import type { Action } from '../shared/keymap';
import { match, type Piece } from '../shared/match';
import type { IconName } from '../shared/Sprite.svelte';

export type Group = 'request' | 'do' | 'go' | 'requests' | 'settings';

export interface Command {
  id: string;
  group: Group;
  name: string;
  /** Other words by which it is found. */
  more?: string;
  /** Said after the name: what is only opened by it. */
  after?: string;
  icon: IconName;
  /** Whose key stands at its end. */
  action?: Action;
  run: () => void;
}

export interface Line {
  command: Command;
  pieces: Piece[];
}

/** In this order; a group without lines is left out. */
const ORDER: readonly Group[] = ['request', 'go', 'do', 'requests', 'settings'];

/** So many of each group while nothing is typed: the rest is found by typing. */
const FEW = 5;

export function lines(commands: readonly Command[], typed: string): { group: Group; lines: Line[] }[] {
  const all = commands.flatMap((command) => {
    const pieces = match(command.name, typed, command.more);
    return pieces === null ? [] : [{ command, pieces }];
  });
  return ORDER.map((group) => {
    const of = all.filter(({ command }) => command.group === group);
    return {
      group,
      lines: typed.trim() === '' && (group === 'requests' || group === 'settings') ? of.slice(0, FEW) : of,
    };
  }).filter(({ lines }) => lines.length > 0);
}
