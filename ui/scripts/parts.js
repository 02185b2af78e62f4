// The English catalogue in two parts: what is said before the first picture is drawn, and what the pages beside the inbox say.
// It is one file, parted at one line of it.

import { readFileSync } from 'node:fs';

const BORDER = '### From here on:';

/**
 * @param {string} text
 * @returns {{ first: string, rest: string }}
 */
export function parts(text) {
  const at = text.indexOf(BORDER);
  if (at < 0) throw new Error(`locales/en/app.ftl has no line “${BORDER}”`);
  return { first: text.slice(0, at), rest: text.slice(at) };
}

/** Gives `app.ftl?first` and `app.ftl?rest` as text, without what is written for translators. */
export function parted() {
  return {
    name: 'parted-catalogue',
    enforce: /** @type {const} */ ('pre'),
    /** @param {string} id */
    load(id) {
      const [file, part] = id.split('?');
      if (!file.endsWith('.ftl') || (part !== 'first' && part !== 'rest')) return null;
      const text = parts(readFileSync(file, 'utf8'))[part];
      return `export default ${JSON.stringify(text.replace(/^#.*\n|^\n/gm, ''))};`;
    },
  };
}
