// What there is to set, by section: the list, the search and the palette are drawn from it. It sets nothing.

import type { IconName } from '../shared/Sprite.svelte';
import { modIsMeta } from '../shared/keymap';
import { t } from '../shared/language.svelte';
import { match, type Piece } from '../shared/match';
import type { Messages } from '../shared/messages';

export type Section = Messages['settings-section']['section'];
export type Setting = Messages['settings-name']['setting'];

export const sections: readonly { section: Section; icon: IconName; settings: readonly Setting[] }[] = [
  { section: 'queues', icon: 'plug', settings: ['connect'] },
  { section: 'keys', icon: 'key', settings: ['devices', 'new-key', 'admit', 'security-keys'] },
  { section: 'notifications', icon: 'bell', settings: ['levels', 'digest', 'quiet', 'hide', 'nudges', 'example'] },
  { section: 'away', icon: 'snooze', settings: ['away', 'pause'] },
  { section: 'roles', icon: 'alert', settings: ['role'] },
  { section: 'language', icon: 'globe', settings: ['language', 'notify-language', 'zone'] },
  { section: 'appearance', icon: 'sun', settings: ['theme', 'contrast', 'density', 'text-size', 'motion'] },
  { section: 'keyboard', icon: 'keyboard', settings: ['single-keys', 'keys'] },
  { section: 'computer', icon: 'screen', settings: ['login', 'close'] },
  { section: 'about', icon: 'info', settings: ['version', 'profile', 'checks', 'first-steps', 'practise'] },
];

export interface Found {
  section: Section;
  setting: Setting;
  pieces: Piece[];
}

export function nameOf(setting: Setting): string {
  return t('settings-name', { setting, mod: modIsMeta() ? '⌘' : t('keys-name', { key: 'Control' }) });
}

/** Other words for it, and its section. */
export function moreOf(section: Section, setting: Setting): string {
  return `${t('settings-words', { setting })} ${t('settings-section', { section })}`;
}

/** The settings whose name, section or other words begin with what was typed. */
export function found(typed: string): Found[] {
  return sections.flatMap(({ section, settings }) =>
    settings.flatMap((setting) => {
      const pieces = match(nameOf(setting), typed, moreOf(section, setting));
      return pieces === null ? [] : [{ section, setting, pieces }];
    }),
  );
}
