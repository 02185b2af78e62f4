// What may import what, and what a component may not do. Formatting is prettier's; types are svelte-check's.

import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const shell = {
  group: ['@tauri-apps/*'],
  message: 'Only src/lib/backend speaks to the shell.',
};
const views = { group: ['**/views/*'], message: 'Views use domains, never the other way round.' };
const gallery = { group: ['**/gallery/*'], message: 'The gallery is for looking at, not for building on.' };
const names = ['frame', 'inbox', 'sheet', 'grants', 'log', 'insights', 'queues', 'settings'];
const domains = (own) => ({
  group: names.filter((name) => name !== own).map((name) => `**/${name}/*`),
  message: 'A domain uses shared, not another domain; views bring domains together.',
});
// Words that a person reads come from the catalogue. A key cap may show its one letter.
const words = (selector) => ({ selector, message: 'Words come from locales/ through t().' });
const spoken =
  '/^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|hint|example|line)$/';
const phrase = '/\\p{Lu}|\\p{L}\\s/u';
const literalWords = [
  words(':not(SvelteStyleElement, SvelteElement[name.name="kbd"]) > SvelteText[value=/\\p{L}/u]'),
  words('SvelteElement[name.name="kbd"] > SvelteText[value=/\\p{L}{2}/u]'),
  words(`SvelteAttribute[key.name=${spoken}] > SvelteLiteral[value=/\\p{L}/u]`),
  words(`SvelteAttribute[key.name=${spoken}] :not(Property) > Literal[value=${phrase}]`),
  words(`SvelteAttribute[key.name=${spoken}] TemplateElement[value.raw=/\\p{L}/u]`),
  words(`:not(SvelteAttribute) > SvelteMustacheTag :not(Property) > Literal[value=${phrase}]`),
  words(`:not(SvelteAttribute) > SvelteMustacheTag > Literal[value=/\\p{L}/u]`),
  words(':not(SvelteAttribute, SvelteStyleDirective) > SvelteMustacheTag TemplateElement[value.raw=/\\p{L}/u]'),
];
const sentences = [
  words('CallExpression[callee.object.name="announcer"] > :matches(Literal, TemplateLiteral)'),
  words(':not(NewExpression[callee.name="Error"]) > Literal[value=/^\\p{Lu}\\p{L}* \\p{L}/u]'),
  words('TemplateLiteral > TemplateElement[value.raw=/\\p{L} \\p{L}/u]'),
];
const noStyle = {
  selector: 'SvelteAttribute[key.name="style"]',
  message: 'The content policy forbids style attributes.',
};
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  {
    ignores: ['node_modules', 'dist', 'target', 'planted', 'src/lib/backend/bindings.ts', 'src/lib/shared/messages.ts'],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-at-debug-tags': 'error',
      // Bookkeeping that no screen reads needs no reactivity.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/require-each-key': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: ['**/*.svelte'], rules: { 'no-restricted-syntax': ['error', noStyle, ...literalWords, ...sentences] } },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/gallery/**', 'src/lib/backend/**'],
    rules: { 'no-restricted-syntax': ['error', ...sentences] },
  },
  { files: ['*.js', '*.ts', 'scripts/**'], languageOptions: { globals: { ...globals.node } } },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
  { files: ['tests/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['src/**'], rules: imports(shell, gallery) },
  { files: ['src/lib/backend/**'], rules: imports(views, gallery, domains('backend')) },
  { files: ['src/lib/shared/**'], rules: imports(shell, views, gallery, domains('shared')) },
  ...names.map((name) => ({
    files: [`src/lib/${name}/**`],
    rules: imports(shell, views, gallery, domains(name)),
  })),
  { files: ['src/gallery/**'], rules: imports(shell) },
);
