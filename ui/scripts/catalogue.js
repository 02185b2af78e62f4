// Reads the catalogue in `locales/` and finds what is wrong with it: messages that are missing or unused, other arguments
// than in English, plural forms that a language has and a message lacks, and the words that the house does not write.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentParser, Visitor } from '@fluent/syntax';

/** @typedef {{ is: 'number' } | { is: 'text' } | { is: 'choice', keys: string[] }} Kind */
/** @typedef {{ text: string, args: Map<string, Kind>, faults: string[] }} Message */
/** @typedef {Map<string, Message>} Catalogue */
/** @typedef {{ barePlurals?: boolean }} Rules whether a number that chooses the form may stand in the sentence itself */

const PLURALS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/**
 * Ids with their arguments, from the text of one file.
 * @param {string} text
 * @param {string} language
 * @param {Rules} [rules]
 * @returns {{ messages: Catalogue, faults: string[] }}
 */
export function read(text, language, rules = {}) {
  const { body } = new FluentParser({ withSpans: true }).parse(text);
  /** @type {Catalogue} */
  const messages = new Map();
  /** @type {string[]} */
  const faults = [];
  /** @type {Map<string, string[]>} */
  const quotes = new Map();
  for (const entry of body) {
    if (entry.type === 'Junk') faults.push(`cannot be read: ${entry.content.trim().split('\n')[0]}`);
    else if (entry.type === 'Term') faults.push(`-${entry.id.name} is a term: the two sides share messages only`);
    else if (entry.type === 'Message') {
      const id = entry.id.name;
      if (messages.has(id)) faults.push(`${id} stands twice`);
      if (entry.attributes.length > 0) faults.push(`${id} has attributes, which nothing shows`);
      const found = look(entry, language, rules);
      messages.set(id, { text: text.slice(entry.value?.span?.start, entry.value?.span?.end), ...found });
      quotes.set(id, found.quotes);
    }
  }
  for (const [id, { args }] of messages) {
    for (const quoted of quotes.get(id) ?? []) {
      const other = messages.get(quoted);
      if (!other) faults.push(`${id} quotes ${quoted}, which is not there`);
      for (const [name, kind] of other?.args ?? []) args.set(name, kind);
    }
  }
  for (const [id, message] of messages) faults.push(...message.faults.map((fault) => `${id}: ${fault}`));
  return { messages, faults };
}

/**
 * What differs from English.
 * @param {Catalogue} english
 * @param {Catalogue} other
 * @param {Rules} [rules]
 * @returns {string[]}
 */
export function compare(english, other, rules = {}) {
  const faults = [];
  for (const [id, { args, text }] of english) {
    const theirs = other.get(id);
    if (!theirs) {
      faults.push(`${id} is missing`);
      continue;
    }
    const said = [described(args, rules), described(theirs.args, rules)];
    if (said[0] !== said[1]) faults.push(`${id} takes ${said[1]}, in English ${said[0]}`);
    if (theirs.text === text && wordsOf(text) > 2) faults.push(`${id} is still in English`);
  }
  for (const id of other.keys()) if (!english.has(id)) faults.push(`${id} is not in English`);
  return faults;
}

/**
 * Messages that no source names.
 * @param {Catalogue} english
 * @param {string[]} sources
 * @returns {string[]}
 */
export function unused(english, sources) {
  const quoted = [...english.values()].map(({ text }) => text.replace(/\{ ([a-z-]+) \}/g, "'$1'"));
  const named = new Set([...sources, ...quoted].flatMap((text) => text.match(/(?<=')[a-z]+(-[a-z]+)+(?=')/g) ?? []));
  return [...english.keys()].filter((id) => !named.has(id));
}

/**
 * TypeScript that says which arguments each message takes.
 * @param {Catalogue} english
 * @returns {string}
 */
export function types(english) {
  const lines = [...english].map(([id, { args }]) => {
    const fields = [...args].map(([name, kind]) => `${name}: ${typeOf(kind)}`);
    return `  '${id}': ${fields.length === 0 ? 'null' : `{ ${fields.join('; ')} }`};`;
  });
  return `// Made from locales/en/app.ftl by \`npm run messages\`. Do not edit.

/** What each message takes: null where nothing. */
export interface Messages {
${lines.join('\n')}
}

export type MessageId = keyof Messages;
`;
}

/**
 * One file in every language that has a folder; without a text where it is missing.
 * @param {string} root
 * @param {string} name
 */
export function files(root, name) {
  return readdirSync(root)
    .sort()
    .map((language) => {
      const file = join(root, language, name);
      return { language, text: existsSync(file) ? readFileSync(file, 'utf8') : '' };
    });
}

/**
 * @param {import('@fluent/syntax').Message} entry
 * @param {string} language
 * @param {Rules} rules
 */
function look(entry, language, rules) {
  /** @type {Map<string, Kind>} */
  const args = new Map();
  /** @type {Set<string>} */
  const shown = new Set();
  /** @type {string[]} */
  const faults = [];
  /** @type {string[]} */
  const quotes = [];

  class Reader extends Visitor {
    /** @param {import('@fluent/syntax').SelectExpression} select */
    visitSelectExpression(select) {
      if (select.selector.type !== 'VariableReference') faults.push('chooses by what is no argument');
      else {
        const name = select.selector.id.name;
        const keys = select.variants.map(({ key }) => (key.type === 'Identifier' ? key.name : key.value));
        const kind = kindOf(keys);
        const known = args.get(name);
        if (known && described(new Map([['x', known]])) !== described(new Map([['x', kind]])))
          faults.push(`$${name} is chosen by in two ways`);
        args.set(name, kind);
        if (kind.is === 'number') faults.push(...wrongForms(keys, language).map((fault) => `$${name} ${fault}`));
      }
      for (const variant of select.variants) this.visit(variant);
    }
    /** @param {import('@fluent/syntax').VariableReference} variable */
    visitVariableReference(variable) {
      shown.add(variable.id.name);
    }
    /** @param {import('@fluent/syntax').MessageReference} message */
    visitMessageReference(message) {
      quotes.push(message.id.name);
    }
    /** @param {import('@fluent/syntax').FunctionReference} call */
    visitFunctionReference(call) {
      faults.push(`calls ${call.id.name}(): pass what is formatted`);
    }
    /** @param {import('@fluent/syntax').TextElement} element */
    visitTextElement(element) {
      if (/['"`]/.test(element.value)) faults.push('has a straight quotation mark');
      if (/\.\.\./.test(element.value)) faults.push('has three points for an ellipsis');
    }
  }
  if (entry.value) new Reader().visit(entry.value);
  else faults.push('says nothing');
  for (const name of shown) {
    const kind = args.get(name);
    if (kind === undefined) args.set(name, { is: 'text' });
    else if (kind.is === 'number' && !rules.barePlurals) faults.push(`shows the bare number $${name}`);
  }
  return { args: new Map([...args].sort(([a], [b]) => (a < b ? -1 : 1))), faults, quotes };
}

/**
 * @param {string[]} keys
 * @returns {Kind}
 */
function kindOf(keys) {
  if (keys.every((key) => PLURALS.includes(key) || /^\d+$/.test(key))) return { is: 'number' };
  // With `other` among words, anything may come.
  if (keys.includes('other')) return { is: 'text' };
  return { is: 'choice', keys: [...keys].sort() };
}

/**
 * The forms that the language has for whole numbers, against those that are there.
 * @param {string[]} keys
 * @param {string} language
 */
function wrongForms(keys, language) {
  const rules = new Intl.PluralRules(language);
  const has = new Set(Array.from({ length: 1000 }, (_, number) => rules.select(number)));
  const there = keys.filter((key) => PLURALS.includes(key));
  // What reads alike in all forms needs but one.
  if (there.length === 1 && there[0] === 'other') return [];
  const lacking = [...has].filter((form) => !there.includes(form)).map((form) => `lacks the form [${form}]`);
  const strange = there.filter((form) => !rules.resolvedOptions().pluralCategories.includes(/** @type {any} */ (form)));
  return [...lacking, ...strange.map((form) => `has the form [${form}], which its language does not`)];
}

/** @param {string} text */
function wordsOf(text) {
  return text.replace(/\{[^}]*\}|\[[^\]]*\]|\{.*->/g, '').match(/\p{L}{3,}/gu)?.length ?? 0;
}

/**
 * @param {Map<string, Kind>} args
 * @param {Rules} [rules]
 */
function described(args, { barePlurals = false } = {}) {
  // Where a number may stand in the sentence, one language chooses by it and another does not.
  const said = [...args].map(
    ([name, kind]) => `$${name}: ${barePlurals && kind.is === 'number' ? 'string' : typeOf(kind)}`,
  );
  return said.length === 0 ? 'nothing' : said.sort().join(', ');
}

/** @param {Kind} kind */
function typeOf(kind) {
  if (kind.is === 'choice') return kind.keys.map((key) => `'${key}'`).join(' | ');
  return kind.is === 'number' ? 'number' : 'string';
}
