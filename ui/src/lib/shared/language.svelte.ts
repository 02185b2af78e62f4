// What the front end says, and in which language: one message function over the catalogue in `locales/`. Whatever is drawn
// by it is drawn anew when another language is chosen. It formats the front end's own numbers and none of the core's.

import { FluentBundle, FluentResource, type TextTransform } from '@fluent/bundle';
import { negotiateLanguages } from '@fluent/langneg';
import first from '../../../../locales/en/app.ftl?first';
import { disguises, languages, tags, type Disguise, type LanguageFacts, type Tag } from './languages';
import type { MessageId, Messages } from './messages';

/** What a person chooses: one of the languages, or whatever the system speaks. */
export type Choice = Tag | 'system';

/** Stands in an argument where an element of the page belongs; `Sentence` puts it there. */
export const SLOT = '\uFFFC';

const others = import.meta.glob<string>(['../../../../locales/*/app.ftl', '!**/en/app.ftl'], {
  query: '?raw',
  import: 'default',
});

/** English, as far as it was read: what the first picture says, then all of it. */
let english = first;

class Language {
  /** What was chosen, whichever language that comes to. */
  choice = $state<Choice>('system');
  #shown = $state.raw({ tag: 'en' as Tag | Disguise, bundle: bundle('en', english) });
  readonly #facts: LanguageFacts = $derived(facts(this.#shown.tag));
  readonly #number = $derived(new Intl.NumberFormat(this.#facts.formats));
  readonly #tenths = $derived(
    new Intl.NumberFormat(this.#facts.formats, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  readonly #percent = $derived(new Intl.NumberFormat(this.#facts.formats, { style: 'percent' }));
  readonly #twoDigits = $derived(new Intl.NumberFormat(this.#facts.formats, { minimumIntegerDigits: 2 }));
  readonly #list = $derived(new Intl.ListFormat(this.#facts.formats, { type: 'conjunction' }));
  #turn = 0;

  get tag(): Tag | Disguise {
    return this.#shown.tag;
  }

  get dir(): 'ltr' | 'rtl' {
    return this.#facts.dir;
  }

  /** Follows the system where nothing else was chosen; the answer ends that. */
  follow(): () => void {
    const followed = () => {
      if (this.choice === 'system') void this.show(spoken());
    };
    window.addEventListener('languagechange', followed);
    return () => {
      window.removeEventListener('languagechange', followed);
    };
  }

  /** From here on. What was chosen is kept with the preferences. */
  async choose(choice: Choice): Promise<void> {
    this.choice = choice;
    const tag = choice === 'system' ? spoken() : choice;
    if (tag !== this.#shown.tag) await this.show(tag);
    // What is still being read was chosen before.
    else this.#turn += 1;
  }

  /** Speaks another language until one is chosen. */
  async show(tag: Tag | Disguise): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const text = isDisguise(tag) ? english : await read(tag);
    // Whoever chose again meanwhile wants the later one.
    if (turn === this.#turn) this.#shown = { tag, bundle: bundle(tag, text) };
  }

  /** Reads what English says beyond the first picture; of the others each is read whole. */
  async complete(): Promise<void> {
    if (english !== first) return;
    const { default: rest } = await import('../../../../locales/en/app.ftl?rest');
    english = first + rest;
    const { tag } = this.#shown;
    if (tag === 'en' || isDisguise(tag)) this.#shown = { tag, bundle: bundle(tag, english) };
  }

  say(id: MessageId, args: Record<string, string | number> | null): string {
    const { bundle } = this.#shown;
    const pattern = bundle.getMessage(id)?.value;
    // The check of the catalogues holds that every message is there and takes these arguments.
    return pattern ? bundle.formatPattern(pattern, args, []) : id;
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  /** With one decimal. */
  tenths(value: number): string {
    return this.#tenths.format(value);
  }

  /** `96 %` of 96, as the language writes it. */
  percent(value: number): string {
    return this.#percent.format(value / 100);
  }

  /** `41 sec`, and from two minutes on `3 min`. */
  seconds(value: number): string {
    const [amount, unit] = value < 120 ? [value, 'second'] : [Math.round(value / 60), 'minute'];
    return new Intl.NumberFormat(this.#facts.formats, { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
  }

  /** `05` */
  twoDigits(value: number): string {
    return this.#twoDigits.format(value);
  }

  /** Day and time of day of an instant, in milliseconds since 1970. */
  moment(at: number): string {
    return new Intl.DateTimeFormat(this.#facts.formats, { dateStyle: 'full', timeStyle: 'short' }).format(at);
  }

  /** Time of day of an instant, in milliseconds since 1970. */
  time(at: number): string {
    return new Intl.DateTimeFormat(this.#facts.formats, { timeStyle: 'short' }).format(at);
  }

  /** The day of the week, of 1 for Monday to 7. */
  weekday(day: number, width: 'long' | 'short'): string {
    // 1 January 2024 was a Monday.
    const at = Date.UTC(2024, 0, day);
    return new Intl.DateTimeFormat(this.#facts.formats, { weekday: width, timeZone: 'UTC' }).format(at);
  }

  list(parts: string[]): string {
    return this.#list.format(parts);
  }
}

export const language = new Language();

/** The languages that there are words in. */
export const spokenHere: readonly Tag[] = tags.filter(
  (tag) => tag === 'en' || `../../../../locales/${tag}/app.ftl` in others,
);

/** Says a message in the language that is shown. */
export function t<Id extends MessageId>(id: Id, ...[args]: Messages[Id] extends null ? [] : [Messages[Id]]): string {
  return language.say(id, args ?? null);
}

/** A count as messages take it: bare for the plural form, and written out. */
export function counted(count: number): { count: number; number: string } {
  return { count, number: language.number(count) };
}

function facts(tag: Tag | Disguise): LanguageFacts {
  return isDisguise(tag) ? disguises[tag] : languages[tag];
}

function isDisguise(tag: Tag | Disguise): tag is Disguise {
  return tag in disguises;
}

function bundle(tag: Tag | Disguise, text: string): FluentBundle {
  const transform: TextTransform = isDisguise(tag) ? disguises[tag].bend : (said) => said;
  const made = new FluentBundle(facts(tag).formats, { transform });
  made.addResource(new FluentResource(text));
  return made;
}

async function read(tag: Tag): Promise<string> {
  return tag === 'en' ? english : ((await others[`../../../../locales/${tag}/app.ftl`]?.()) ?? english);
}

/** The language of ours that the system's own list comes nearest to. */
function spoken(): Tag {
  const wanted = navigator.languages.flatMap((tag) => {
    try {
      // Old names of languages become new ones.
      return Intl.getCanonicalLocales(tag);
    } catch {
      return [];
    }
  });
  const [found] = negotiateLanguages(wanted, tags, { strategy: 'lookup', defaultLocale: 'en' });
  return tags.find((tag) => tag === found) ?? 'en';
}
