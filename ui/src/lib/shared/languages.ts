// The languages there are. Each has its words in `locales/<tag>/app.ftl`, but for the two made-up ones, which are English
// bent so that a test or a look at the gallery shows what a translation would break. It knows no sentence.

export interface LanguageFacts {
  /** Its own name for itself, as a person who reads no other looks for it. */
  name: string;
  dir: 'ltr' | 'rtl';
  /** For `Intl`. It names the digits where countries of one language differ in them, so that no country decides. */
  formats: string;
}

export const languages = {
  en: { name: 'English', dir: 'ltr', formats: 'en' },
  de: { name: 'Deutsch', dir: 'ltr', formats: 'de' },
  fr: { name: 'Français', dir: 'ltr', formats: 'fr' },
  es: { name: 'Español', dir: 'ltr', formats: 'es' },
  'pt-BR': { name: 'Português (Brasil)', dir: 'ltr', formats: 'pt-BR' },
  ja: { name: '日本語', dir: 'ltr', formats: 'ja' },
  ar: { name: 'العربية', dir: 'rtl', formats: 'ar-u-nu-arab' },
  he: { name: 'עברית', dir: 'rtl', formats: 'he' },
} as const satisfies Record<string, LanguageFacts>;

export type Tag = keyof typeof languages;

export const tags = Object.keys(languages) as Tag[];

/** English in disguise: longer and with marks on its letters, or read from the other side. */
export const disguises = {
  'en-XA': { name: 'Éñĝļîšĥ', dir: 'ltr', formats: 'en', bend: accented },
  'ar-XB': { name: 'English, mirrored', dir: 'rtl', formats: 'en', bend: mirrored },
} as const satisfies Record<string, LanguageFacts & { bend: (text: string) => string }>;

export type Disguise = keyof typeof disguises;

const PLAIN = 'ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz';
const MARKED = 'ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž';

/** Some 40 % longer: every vowel of a word twice. */
function accented(text: string): string {
  const longer = text.replace(/[aeiou]/g, '$&$&');
  return [...longer].map((letter) => MARKED[PLAIN.indexOf(letter)] ?? letter).join('');
}

/** Each word under a right-to-left override. */
function mirrored(text: string): string {
  return text.replace(/\S+/g, '\u202e$&\u202c');
}
